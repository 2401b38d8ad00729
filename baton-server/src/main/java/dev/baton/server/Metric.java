// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The metrics of Baton. {@code docs/metrics.md} lists them; {@code MetricsPageTest} compares. */
@SuppressWarnings("ImmutableEnumChecker") // The list of labels is never changed.
public enum Metric {
  JOBS("baton.jobs", Kind.GAUGE, "jobs", "Jobs that have not ended", "state", "wait"),
  EXECUTORS("baton.executors", Kind.GAUGE, "executors", "Executors that are alive", "state"),
  SLOTS("baton.slots", Kind.GAUGE, "slots", "Jobs that the executors can run at a time", "state"),
  JOB_WAIT("baton.jobs.wait", Kind.SUMMARY, "seconds", "Time from the post of a job to its start"),
  JOB_EVENTS(
      "baton.job.events",
      Kind.COUNTER,
      "events",
      "Entries in the history of jobs",
      "kind",
      "state"),
  HTTP_REQUESTS(
      "baton.http.requests",
      Kind.TIMER,
      "seconds",
      "HTTP requests; a stream counts when it ends",
      "method",
      "route",
      "status"),
  STREAMS_REFUSED(
      "baton.streams.refused",
      Kind.COUNTER,
      "streams",
      "Streams that were refused because too many were open"),
  EXECUTOR_CLAIM(
      "baton.executor.claim", Kind.TIMER, "seconds", "Calls that ask the board for claims"),
  EXECUTOR_RENEW("baton.executor.renew", Kind.TIMER, "seconds", "Heartbeats of the lease"),
  EXECUTOR_WAIT(
      "baton.executor.wait",
      Kind.TIMER,
      "seconds",
      "Time from the moment at which a job could start to the start of its attempt",
      "action"),
  EXECUTOR_RUN(
      "baton.executor.run",
      Kind.TIMER,
      "seconds",
      "Duration of the attempt that ended a job",
      "action",
      "state"),
  EXECUTOR_RETRIED(
      "baton.executor.jobs.retried",
      Kind.COUNTER,
      "jobs",
      "Attempts that failed and are followed by another attempt",
      "action"),
  EXECUTOR_WAITING(
      "baton.executor.jobs.waiting",
      Kind.COUNTER,
      "jobs",
      "Jobs that left the executor to wait for a time or a signal",
      "action"),
  EXECUTOR_HANDED_BACK(
      "baton.executor.jobs.handed-back",
      Kind.COUNTER,
      "jobs",
      "Jobs that the executor returned to the board",
      "action"),
  EXECUTOR_LOST(
      "baton.executor.jobs.lost",
      Kind.COUNTER,
      "jobs",
      "Jobs that were stopped because their claim was lost",
      "action"),
  EXECUTOR_CANCELED(
      "baton.executor.jobs.canceled",
      Kind.COUNTER,
      "jobs",
      "Jobs that were stopped because somebody ended them",
      "action"),
  EXECUTOR_LEAKED(
      "baton.executor.jobs.leaked",
      Kind.COUNTER,
      "jobs",
      "Jobs whose thread did not end after an interrupt and still occupies its slot",
      "action");

  /** How the values of a metric change. */
  public enum Kind {
    /** A value at one moment. */
    GAUGE,
    /** A number that only grows. */
    COUNTER,
    /** The number, the sum and the maximum of durations. */
    TIMER,
    /** A timer with the quantiles 0.5 and 0.99. */
    SUMMARY
  }

  private final String id;
  private final Kind kind;
  private final String unit;
  private final String help;
  private final List<String> labels;

  Metric(String id, Kind kind, String unit, String help, String... labels) {
    this.id = id;
    this.kind = kind;
    this.unit = unit;
    this.help = help;
    this.labels = List.of(labels);
  }

  public Kind kind() {
    return kind;
  }

  public String unit() {
    return unit;
  }

  public String help() {
    return help;
  }

  public List<String> labels() {
    return labels;
  }

  /** The name on the page that Prometheus reads, such as {@code baton_job_events_total}. */
  public String prometheusName() {
    String name = id.replaceAll("[.-]", "_");
    return switch (kind) {
      case GAUGE -> name;
      case COUNTER -> name + "_total";
      case TIMER, SUMMARY -> name + "_seconds";
    };
  }

  /**
   * Registers a gauge.
   *
   * @param object the object that the value comes from; the gauge keeps it alive
   * @param values the value of each label
   */
  <T> void gauge(MeterRegistry registry, T object, ToDoubleFunction<T> value, String... values) {
    // Micrometer keeps only a weak reference by default.
    Gauge.builder(id, object, value)
        .description(help)
        .tags(tags(values))
        .strongReference(true)
        .register(registry);
  }

  /**
   * Returns the counter with these values of the labels.
   *
   * @param values the value of each label
   */
  public Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(id).description(help).tags(tags(values)).register(registry);
  }

  /**
   * Returns the timer with these values of the labels.
   *
   * @param values the value of each label
   */
  public Timer timer(MeterRegistry registry, String... values) {
    Timer.Builder builder = Timer.builder(id).description(help).tags(tags(values));
    if (kind == Kind.SUMMARY) {
      builder.publishPercentiles(0.5, 0.99);
    }
    return builder.register(registry);
  }

  private Tags tags(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(
          "metric '" + id + "' has the labels " + labels + ", but got values for " + values.length);
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(labels.get(i), values[i]);
    }
    return tags;
  }
}
