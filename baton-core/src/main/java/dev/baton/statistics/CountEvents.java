// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts events by minute, and failures by cause. Not thread-safe.
 *
 * @param <A> how the store identifies an access control list
 */
public final class CountEvents<A> {

  /** The largest number of causes that one period keeps apart for one action. */
  static final int MAX_CAUSES = 100;

  private static final ErrorPattern OTHER = ErrorPattern.of("other errors");
  private static final ErrorPattern UNKNOWN = ErrorPattern.of("no error text");

  private record Group<A>(long period, A access, String action) {}

  private final Map<CountKey<A>, JobCounts> counts = new HashMap<>();
  private final Map<FailureKey<A>, FailureCount> failures = new HashMap<>();
  private final Map<Group<A>, Integer> causes = new HashMap<>();

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
      count.addWait(Duration.between(job.due(), event.at()));
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
    String error = event.note() == null ? "" : event.note();
    ErrorPattern cause = error.isBlank() ? UNKNOWN : ErrorPattern.of(error);
    Group<A> group = new Group<>(period, job.access(), job.action());
    FailureKey<A> key = new FailureKey<>(period, job.access(), job.action(), cause.fingerprint());
    if (!failures.containsKey(key) && causes.merge(group, 1, Integer::sum) > MAX_CAUSES) {
      cause = OTHER;
      key = new FailureKey<>(period, job.access(), job.action(), cause.fingerprint());
    }
    Instant at = event.at();
    failures.merge(
        key, new FailureCount(cause.pattern(), 1, at, at, event.job(), error), FailureCount::plus);
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
