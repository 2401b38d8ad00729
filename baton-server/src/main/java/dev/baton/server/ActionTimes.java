// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.statistics.CountEvents;
import dev.baton.statistics.JobCounts;
import dev.baton.statistics.JobSeries;
import dev.baton.statistics.JobStatistics;
import dev.baton.statistics.StatisticsQuery;
import dev.baton.statistics.TimeHistogram;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long the jobs of each action waited and ran since the start of this server, and how long the
 * oldest of them waits now. The counts come from the {@link JobStatistics}, so they contain the
 * jobs of every executor. A reading sums up the last minutes, and its time does not depend on the
 * number of jobs. At most {@link BoundedLabel#LIMIT} actions count separately. Not thread-safe.
 */
final class ActionTimes {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  // If the metrics were not read for longer, the jobs of earlier minutes are left out.
  private static final int MAX_MINUTES = 60;

  /**
   * The values of the metrics by action.
   *
   * @param waits the number of waits up to each bound of {@link TimeHistogram}, not cumulative
   * @param runs the number of runs up to each bound, not cumulative
   * @param oldest how long the oldest waiting job could have been started
   */
  record Sample(Map<String, long[]> waits, Map<String, long[]> runs, Map<String, Duration> oldest) {
    static final Sample NONE = new Sample(Map.of(), Map.of(), Map.of());
  }

  /** Durations by size. */
  private static final class Times {
    private final long[] waits = new long[TimeHistogram.PLACES];
    private final long[] runs = new long[TimeHistogram.PLACES];

    /** Adds the durations that were counted since the last reading of the same minute. */
    void addNew(JobCounts now, Times seen) {
      addNew(waits, now.waits(), seen.waits);
      addNew(runs, now.runs(), seen.runs);
    }

    private static void addNew(long[] sum, TimeHistogram now, long[] seen) {
      for (int place = 0; place < sum.length; place++) {
        long count = now.counts().get(place);
        sum[place] += Math.max(0, count - seen[place]);
        seen[place] = count;
      }
    }
  }

  private final JobStatistics statistics;
  private final BoundedLabel labels = new BoundedLabel();
  private final Times total = new Times();
  private final Times others = new Times();
  private final Map<String, Times> actions = new LinkedHashMap<>();
  private final Map<Long, Times> seenTotals = new HashMap<>();
  private final Map<Long, Map<String, Times>> seenActions = new HashMap<>();
  private boolean isFirst = true;
  private long firstOpen;

  ActionTimes(JobStatistics statistics) {
    this.statistics = statistics;
  }

  /** Reads the counts since the last call. The first call only remembers the earlier counts. */
  Sample read(Instant now) {
    long minute = CountEvents.minute(now);
    if (isFirst) {
      firstOpen = minute - 1;
    }
    long from = Math.max(Math.min(firstOpen, minute - 1), minute - MAX_MINUTES);
    // The clock of the store may be ahead of this clock.
    StatisticsQuery query = new StatisticsQuery(start(from), start(minute + 2), MINUTE, null, null);
    JobSeries series = statistics.series(query, BoundedLabel.LIMIT);
    for (int step = 0; step < query.steps(); step++) {
      count(series, step, from + step);
    }
    if (isFirst) {
      forgetSums();
      isFirst = false;
    }
    closeMinutes(CountEvents.minute(series.countedUntil()) - 1);
    return new Sample(waits(), runs(), oldest(series, query));
  }

  private static Instant start(long minute) {
    return Instant.EPOCH.plus(MINUTE.multipliedBy(minute));
  }

  private void count(JobSeries series, int step, long minute) {
    if (minute < firstOpen) {
      return;
    }
    JobCounts all = series.total().counts().get(step);
    if (all != null) {
      total.addNew(all, seenTotals.computeIfAbsent(minute, absent -> new Times()));
    }
    Map<String, Times> seen = seenActions.computeIfAbsent(minute, absent -> new HashMap<>());
    for (JobSeries.ActionSeries action : series.actions()) {
      JobCounts counts = action.line().counts().get(step);
      if (counts != null && isShown(action.name())) {
        actions
            .computeIfAbsent(action.name(), absent -> new Times())
            .addNew(counts, seen.computeIfAbsent(action.name(), absent -> new Times()));
      }
    }
  }

  private boolean isShown(String action) {
    return !labels.of(action).equals(BoundedLabel.OTHER);
  }

  private void forgetSums() {
    Arrays.fill(total.waits, 0);
    Arrays.fill(total.runs, 0);
    actions
        .values()
        .forEach(times -> {
          Arrays.fill(times.waits, 0);
          Arrays.fill(times.runs, 0);
        });
  }

  /** Forgets the minutes whose counts change no more. */
  private void closeMinutes(long firstChanging) {
    firstOpen = Math.max(firstOpen, firstChanging);
    seenTotals.keySet().removeIf(minute -> minute < firstOpen);
    seenActions.keySet().removeIf(minute -> minute < firstOpen);
  }

  private Map<String, long[]> waits() {
    Map<String, long[]> waits = new HashMap<>();
    actions.forEach((action, times) -> waits.put(action, times.waits.clone()));
    addOthers(waits, total.waits, others.waits);
    return waits;
  }

  private Map<String, long[]> runs() {
    Map<String, long[]> runs = new HashMap<>();
    actions.forEach((action, times) -> runs.put(action, times.runs.clone()));
    addOthers(runs, total.runs, others.runs);
    return runs;
  }

  /**
   * Adds the durations of all other actions. If very many actions are busy, an action may be
   * missing in one reading and appear in the next. A count never decreases, because Prometheus
   * takes this for a restart.
   */
  private static void addOthers(Map<String, long[]> shown, long[] all, long[] others) {
    boolean isEmpty = true;
    for (int place = 0; place < all.length; place++) {
      int at = place;
      long counted = shown.values().stream().mapToLong(times -> times[at]).sum();
      others[place] = Math.max(others[place], all[place] - counted);
      isEmpty &= others[place] == 0;
    }
    if (!isEmpty) {
      shown.put(BoundedLabel.OTHER, others.clone());
    }
  }

  /** Waiting jobs are sampled once a minute, soon after the minute has begun. */
  private Map<String, Duration> oldest(JobSeries series, StatisticsQuery query) {
    Map<String, Duration> oldest = new HashMap<>();
    if (series.sampled().isEmpty()) {
      return oldest;
    }
    int step = Collections.max(series.sampled().keySet());
    if (step < query.steps() - 4) {
      return oldest;
    }
    Instant sampled = query.start(step);
    series
        .actions()
        .forEach(
            action -> addOldest(oldest, labels.of(action.name()), action.line(), step, sampled));
    if (series.moreActions()) {
      addOldest(oldest, BoundedLabel.OTHER, series.total(), step, sampled);
    }
    return oldest;
  }

  private static void addOldest(
      Map<String, Duration> oldest, String label, JobSeries.Line line, int step, Instant sampled) {
    JobSeries.Waiting waiting = line.waiting().get(step);
    Instant since = waiting == null ? null : waiting.oldest();
    if (since != null) {
      Duration age = since.isBefore(sampled) ? Duration.between(since, sampled) : Duration.ZERO;
      oldest.merge(label, age, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }
  }
}
