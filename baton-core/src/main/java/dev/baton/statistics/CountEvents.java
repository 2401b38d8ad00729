// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import dev.baton.job.ErrorPattern;
import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Counts events by minute, and failures by cause. Not thread-safe.
 *
 * @param <A> how the store identifies an access control list
 */
public final class CountEvents<A> {

  /** The largest number of causes that one period keeps apart for one action. */
  public static final int MAX_CAUSES = 100;

  private final Map<CountKey<A>, JobCounts> counts = new HashMap<>();
  private final Map<FailureKey<A>, FailureCount> failures = new LinkedHashMap<>();

  /** Returns the minute in which a moment lies, in minutes since 1970. */
  public static long minute(Instant at) {
    return Math.floorDiv(at.toEpochMilli(), Duration.ofMinutes(1).toMillis());
  }

  /** Returns the first minute of the period of failures in which a minute lies. */
  public static long period(long minute) {
    long length = JobStatistics.FAILURE_PERIOD.toMinutes();
    return Math.floorDiv(minute, length) * length;
  }

  /** Counts an event of a job. */
  public void add(JobEvent event, CountedJob<A> job) {
    JobFigure figure = JobFigure.of(event).orElse(null);
    if (figure == null) {
      return;
    }
    long minute = minute(event.at());
    JobCounts count =
        counts.computeIfAbsent(
            new CountKey<>(minute, job.access(), job.action()), key -> new JobCounts());
    count.add(figure, 1);
    boolean isFirstStart = event.kind() == JobEvent.Kind.STARTED && event.attempt() <= 1;
    if (isFirstStart) {
      count.addWait(Duration.between(job.due(event.at()), event.at()));
    }
    Instant started = job.started();
    if (event.kind() == JobEvent.Kind.ENDED && started != null) {
      count.addRun(Duration.between(started, event.at()));
    }
    if (event.kind() == JobEvent.Kind.ENDED && event.state() == JobState.FAILED) {
      addFailure(event, job, period(minute));
    }
  }

  private void addFailure(JobEvent event, CountedJob<A> job, long period) {
    ErrorPattern cause = ErrorPattern.of(event.note());
    String error = event.note() == null ? "" : event.note();
    Instant at = event.at();
    failures.merge(
        new FailureKey<>(period, job.access(), job.action(), cause.fingerprint()),
        new FailureCount(cause.pattern(), 1, at, at, event.job(), error),
        FailureCount::plus);
  }

  /**
   * Counts the failures with further causes as other errors, so that no period has more than
   * {@value #MAX_CAUSES} causes of one action and access control list, whatever was counted before.
   * Must be called after the last event.
   *
   * @param stored returns the number of causes of a period that are stored
   * @param isStored whether a cause is stored
   */
  public void limitCauses(ToIntFunction<CauseGroup<A>> stored, Predicate<FailureKey<A>> isStored) {
    Map<CauseGroup<A>, Integer> causes = new HashMap<>();
    for (FailureKey<A> key : List.copyOf(failures.keySet())) {
      if (isStored.test(key)) {
        continue;
      }
      CauseGroup<A> group = key.group();
      int known = causes.computeIfAbsent(group, stored::applyAsInt);
      if (known < MAX_CAUSES) {
        causes.put(group, known + 1);
      } else {
        addToOthers(key);
      }
    }
  }

  private void addToOthers(FailureKey<A> key) {
    FailureCount count = failures.remove(key);
    if (count != null) {
      FailureKey<A> others =
          new FailureKey<>(
              key.period(), key.access(), key.action(), ErrorPattern.OTHER.fingerprint());
      failures.merge(others, count.withPattern(ErrorPattern.OTHER.pattern()), FailureCount::plus);
    }
  }

  /** Returns the counts by minute. */
  public Map<CountKey<A>, JobCounts> counts() {
    return counts;
  }

  /** Returns the failures by cause. */
  public Map<FailureKey<A>, FailureCount> failures() {
    return failures;
  }
}
