// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.backend.Backend;
import dev.baton.filter.Filter;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.Timestamps;
import dev.baton.member.Member;
import dev.baton.service.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of all jobs of the installation. The values are computed when Prometheus or StatsD
 * reads them ({@link SharedReading}), by one count query for each non-final state and by reading
 * the history. Every server reports the jobs of the whole installation, so a dashboard must show
 * the values of one server and must not add up servers.
 */
final class JobMetrics {

  private static final Duration ALIVE = Duration.ofSeconds(45);
  private static final int MAX_WAITING = 100_000;

  /** The values of the gauges. */
  private record Sample(
      long due, long delayed, long running, long executors, long slots, long busy) {}

  private final Backend backend;
  private final MeterRegistry registry;
  private final Clock clock;
  private final Timer latency;
  private final SharedReading<Sample> sample;
  // Both are used only by readings of the sample.
  private @Nullable HistoryReader reader;
  private final Map<JobId, Instant> waiting = new BoundedMap<>(MAX_WAITING);

  private JobMetrics(Backend backend, MeterRegistry registry, Clock clock) {
    this.backend = backend;
    this.registry = registry;
    this.clock = clock;
    this.latency = Metric.JOB_WAIT.timer(registry);
    this.sample = new SharedReading<>("jobs", clock, new Sample(0, 0, 0, 0, 0, 0), this::read);
  }

  /** Registers the metrics. The backend is read later, when the values are requested. */
  static void bind(Backend backend, MeterRegistry registry, Clock clock) {
    JobMetrics metrics = new JobMetrics(backend, registry, clock);
    registerEvents(registry);
    // The label "wait" says what a QUEUED job waits for: "due" means for an executor, "delayed"
    // means for its due time.
    metrics.gauge(Metric.JOBS, Sample::due, "QUEUED", "due");
    metrics.gauge(Metric.JOBS, Sample::delayed, "QUEUED", "delayed");
    metrics.gauge(Metric.JOBS, Sample::running, "RUNNING", "none");
    metrics.gauge(Metric.EXECUTORS, Sample::executors, "alive");
    metrics.gauge(Metric.SLOTS, Sample::slots, "all");
    metrics.gauge(Metric.SLOTS, Sample::busy, "busy");
  }

  /**
   * Registers the counters of the usual events, because Prometheus does not see the first increment
   * of a counter that appears with it.
   */
  private static void registerEvents(MeterRegistry registry) {
    counter(registry, JobEvent.Kind.POSTED, JobState.QUEUED);
    counter(registry, JobEvent.Kind.STARTED, JobState.RUNNING);
    counter(registry, JobEvent.Kind.RESUMED, JobState.RUNNING);
    counter(registry, JobEvent.Kind.RETRIED, JobState.QUEUED);
    counter(registry, JobEvent.Kind.LOST, JobState.RUNNING);
    counter(registry, JobEvent.Kind.ENDED, JobState.SUCCESS);
    counter(registry, JobEvent.Kind.ENDED, JobState.FAILED);
    counter(registry, JobEvent.Kind.ENDED, JobState.CANCELED);
  }

  private static Counter counter(MeterRegistry registry, JobEvent.Kind kind, JobState state) {
    return Metric.JOB_EVENTS.counter(registry, kind.apiName(), state.name());
  }

  private void gauge(Metric metric, ToDoubleFunction<Sample> part, String... values) {
    metric.gauge(registry, this, metrics -> part.applyAsDouble(metrics.sample.get()), values);
  }

  /** Reads the values from the backend. Called by one thread at a time. */
  private Sample read() {
    List<Member> members =
        backend.memberRegistry().membersNotLost(ALIVE).stream()
            .filter(member -> member.slots() > 0)
            .toList();
    long delayed = count(new Filter.All(List.of(in(JobState.QUEUED), notDue())));
    Sample fresh =
        new Sample(
            Math.max(0, count(in(JobState.QUEUED)) - delayed),
            delayed,
            count(in(JobState.RUNNING)),
            members.size(),
            members.stream().mapToInt(Member::slots).sum(),
            members.stream().mapToInt(Member::running).sum());
    readHistory();
    return fresh;
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
    counter(registry, event.kind(), event.state()).increment();
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
