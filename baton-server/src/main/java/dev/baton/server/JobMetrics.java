// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.backend.Backend;
import dev.baton.error.BatonException;
import dev.baton.filter.Filter;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.Timestamps;
import dev.baton.member.Member;
import dev.baton.service.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of all jobs of the installation. The values are computed when Prometheus or StatsD
 * reads them, at most once every five seconds, by one count query for each non-final state and by
 * reading the history. Every server reports the jobs of the whole installation, so a dashboard must
 * show the values of one server and must not add up servers.
 */
final class JobMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(JobMetrics.class);
  private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
  private static final Duration ALIVE = Duration.ofSeconds(45);
  private static final int MAX_WAITING = 100_000;

  /** The values of the gauges. */
  private record Sample(
      long due, long delayed, long running, long executors, long slots, long busy) {}

  private final Backend backend;
  private final MeterRegistry registry;
  private final Clock clock;
  private final Timer latency;
  private final ReentrantLock lock = new ReentrantLock();
  // All fields below are guarded by lock. The lock is held during a computation, so that concurrent
  // readers share its result.
  private Sample sample = new Sample(0, 0, 0, 0, 0, 0);
  private @Nullable HistoryReader reader;
  private long sampledAt;
  private boolean failed;
  private final Map<JobId, Instant> waiting = new BoundedMap<>(MAX_WAITING);

  private JobMetrics(Backend backend, MeterRegistry registry, Clock clock) {
    this.backend = backend;
    this.registry = registry;
    this.clock = clock;
    this.latency = Metric.JOB_WAIT.timer(registry);
  }

  /** Registers the metrics. The backend is read later, when the values are requested. */
  static void bind(Backend backend, MeterRegistry registry, Clock clock) {
    JobMetrics metrics = new JobMetrics(backend, registry, clock);
    // The label "wait" says what a QUEUED job waits for: "due" means for an executor, "delayed"
    // means
    // for its due time.
    metrics.gauge(Metric.JOBS, Sample::due, "QUEUED", "due");
    metrics.gauge(Metric.JOBS, Sample::delayed, "QUEUED", "delayed");
    metrics.gauge(Metric.JOBS, Sample::running, "RUNNING", "none");
    metrics.gauge(Metric.EXECUTORS, Sample::executors, "alive");
    metrics.gauge(Metric.SLOTS, Sample::slots, "all");
    metrics.gauge(Metric.SLOTS, Sample::busy, "busy");
  }

  private void gauge(Metric metric, ToDoubleFunction<Sample> part, String... values) {
    metric.gauge(registry, this, metrics -> part.applyAsDouble(metrics.fresh()), values);
  }

  private Sample fresh() {
    lock.lock();
    try {
      if (reader == null || clock.nanos() - sampledAt > FRESH_NANOS) {
        readCounts();
        sampledAt = clock.nanos();
      }
      return sample;
    } finally {
      lock.unlock();
    }
  }

  /** Reads the values from the backend. If that fails, the old values stay. */
  private void readCounts() {
    try {
      List<Member> members =
          backend.memberRegistry().membersNotLost(ALIVE).stream()
              .filter(member -> member.slots() > 0)
              .toList();
      long delayed = count(new Filter.All(List.of(in(JobState.QUEUED), notDue())));
      sample =
          new Sample(
              Math.max(0, count(in(JobState.QUEUED)) - delayed),
              delayed,
              count(in(JobState.RUNNING)),
              members.size(),
              members.stream().mapToInt(Member::slots).sum(),
              members.stream().mapToInt(Member::running).sum());
      readHistory();
      failed = false;
    } catch (BatonException e) {
      if (!failed) {
        LOG.warn(
            "job metrics cannot be updated and keep their last values; Baton tries again:"
                + " reason={}",
            e.getMessage(),
            e);
      }
      failed = true;
    }
  }

  private static Filter in(JobState state) {
    return new Filter.Equal(Filter.Path.of("state"), new Filter.Value.Text(state.name()));
  }

  private Filter notDue() {
    return new Filter.Compare(
        Filter.Path.of("not-before"),
        Filter.Comparison.GREATER,
        new Filter.Value.Text(Timestamps.write(clock.now())));
  }

  private long count(Filter filter) {
    return backend.jobs().search(JobQuery.of(filter, 0)).count();
  }

  private void readHistory() {
    if (reader == null) {
      reader = new HistoryReader(backend.history(), clock, backend.history().latest());
    }
    reader.read().forEach(this::count);
  }

  private void count(JobEvent event) {
    String kind = event.kind().name().toLowerCase(Locale.ROOT);
    Metric.JOB_EVENTS.counter(registry, kind, event.state().name()).increment();
    if (event.kind() == JobEvent.Kind.POSTED) {
      waiting.put(event.job(), event.at());
      return;
    }
    Instant posted = waiting.remove(event.job());
    if (posted != null && event.kind() == JobEvent.Kind.STARTED) {
      Duration waited = Duration.between(posted, event.at());
      latency.record(waited.isNegative() ? Duration.ZERO : waited);
    }
  }
}
