// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.service.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The metrics of Baton. {@code docs/metrics.md} lists them; {@code MetricsPageTest} compares. */
@SuppressWarnings("ImmutableEnumChecker") // The list of labels is never changed.
public enum Metric {
  JOBS("baton.jobs", Kind.GAUGE, "jobs", "Jobs that have not ended", "state", "wait"),
  EXECUTORS("baton.executors", Kind.GAUGE, "executors", "Executors that are alive", "state"),
  SLOTS("baton.slots", Kind.GAUGE, "slots", "Jobs that the executors can run at a time", "state"),
  JOB_WAIT("baton.jobs.wait", Kind.SUMMARY, "seconds", "Time from the post of a job to its start"),
  ACTION_WAIT(
      "baton.action.wait",
      Kind.HISTOGRAM,
      "seconds",
      "Time from the moment at which a job could start to its first start",
      "action"),
  ACTION_RUN(
      "baton.action.run",
      Kind.HISTOGRAM,
      "seconds",
      "Time from the first start of a job to its end",
      "action"),
  ACTION_OLDEST(
      "baton.action.oldest.seconds",
      Kind.GAUGE,
      "seconds",
      "Time for which the oldest waiting job could have started, sampled once a minute",
      "action"),
  DISTRIBUTION_LATE(
      "baton.distribution.late.seconds",
      Kind.GAUGE,
      "seconds",
      "Time since the next scheduled time of a distribution; 0 if that time is in the future",
      "distribution"),
  STORE_CONNECTIONS(
      "baton.store.connections",
      Kind.GAUGE,
      "connections",
      "Connections that this server may use for its store",
      "state"),
  STORE_WAITING(
      "baton.store.calls.waiting",
      Kind.GAUGE,
      "calls",
      "Calls that wait for a connection to the store"),
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
  STREAMS(
      "baton.streams",
      Kind.GAUGE,
      "streams",
      "Event and log streams that clients may have open",
      "state"),
  STREAMS_REFUSED(
      "baton.streams.refused",
      Kind.COUNTER,
      "streams",
      "Streams that were refused because too many were open"),
  CERTIFICATE_VALID(
      "baton.certificate.valid.seconds",
      Kind.GAUGE,
      "seconds",
      "Time until the certificate in use expires; negative afterwards",
      "use"),
  SPANS(
      "baton.spans",
      Kind.COUNTER,
      "spans",
      "Spans of traces that the receiver has accepted or that were dropped",
      "outcome"),
  EXECUTOR_CLAIM(
      "baton.executor.claim", Kind.TIMER, "seconds", "Calls that ask the board for claims"),
  EXECUTOR_REFUSED(
      "baton.executor.claims.refused",
      Kind.COUNTER,
      "claims",
      "Claims that the executor did not accept, by the rule that forbade it",
      "gate"),
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
    SUMMARY,
    /** The number of durations up to each of several bounds. */
    HISTOGRAM
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
      case TIMER, SUMMARY, HISTOGRAM -> name + "_seconds";
    };
  }

  /**
   * Registers a gauge.
   *
   * @param object the object that the value comes from; the gauge keeps it alive
   * @param values the value of each label
   */
  public <T> void gauge(
      MeterRegistry registry, T object, ToDoubleFunction<T> value, String... values) {
    // Micrometer keeps only a weak reference by default.
    Gauge.builder(id, object, value)
        .description(help)
        .tags(tags(values))
        .strongReference(true)
        .register(registry);
  }

  /**
   * Registers a gauge of the seconds until a moment.
   *
   * @param moment returns the moment
   * @param values the value of each label
   */
  public void secondsUntil(
      MeterRegistry registry, Supplier<Instant> moment, Clock clock, String... values) {
    gauge(
        registry,
        moment,
        each -> Duration.between(clock.now(), each.get()).toMillis() / 1000d,
        values);
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

  /**
   * Returns gauges with one label. The values of the label may differ at each reading.
   *
   * @param values returns the value of each gauge by its label
   */
  Collector gauges(Supplier<Map<String, Double>> values) {
    return () -> {
      GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder().name(prometheusName()).help(help);
      values
          .get()
          .forEach((label, value) ->
              snapshot.dataPoint(
                  GaugeSnapshot.GaugeDataPointSnapshot.builder()
                      .labels(Labels.of(labels.getFirst(), label))
                      .value(value)
                      .build()));
      return snapshot.build();
    };
  }

  /**
   * Returns histograms with one label. The values of the label may differ at each reading. The
   * histograms have no sum.
   *
   * @param bounds the upper bounds in milliseconds
   * @param counts returns, by the label, the number of durations up to each bound that are longer
   *     than the bound before it, and last the number of longer durations
   */
  Collector histograms(List<Long> bounds, Supplier<Map<String, long[]>> counts) {
    List<Double> seconds =
        Stream.concat(
                bounds.stream().map(millis -> millis / 1000d), Stream.of(Double.POSITIVE_INFINITY))
            .toList();
    return () -> {
      HistogramSnapshot.Builder snapshot =
          HistogramSnapshot.builder().name(prometheusName()).help(help);
      counts
          .get()
          .forEach((label, values) ->
              snapshot.dataPoint(
                  HistogramSnapshot.HistogramDataPointSnapshot.builder()
                      .labels(Labels.of(labels.getFirst(), label))
                      .classicHistogramBuckets(
                          ClassicHistogramBuckets.of(
                              seconds, Arrays.stream(values).boxed().toList()))
                      .build()));
      return snapshot.build();
    };
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
