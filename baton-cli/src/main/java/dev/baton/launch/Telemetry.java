// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.executor.ExecutorListener;
import dev.baton.opentelemetry.OpenTelemetryTracer;
import dev.baton.trace.Tracer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.statsd.StatsdConfig;
import io.micrometer.statsd.StatsdFlavor;
import io.micrometer.statsd.StatsdMeterRegistry;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The metrics and traces of a process. Prometheus can read the metrics, and a StatsD server
 * receives them if one is configured. An OpenTelemetry receiver gets the traces if one is
 * configured.
 */
final class Telemetry implements AutoCloseable {

  private static final int STATSD_PORT = 8125;

  private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
  private final @Nullable OpenTelemetryTracer tracer;

  /**
   * Creates the metrics of a process without traces.
   *
   * @param statsd {@code host} or {@code host:port}; null for no StatsD
   */
  Telemetry(@Nullable String statsd) {
    this(statsd, registry -> null);
  }

  private Telemetry(
      @Nullable String statsd, Function<MeterRegistry, @Nullable OpenTelemetryTracer> traces) {
    registry.add(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    if (statsd != null) {
      registry.add(new StatsdMeterRegistry(new StatsdAddress(statsd), Clock.SYSTEM));
    }
    tracer = traces.apply(registry);
    if (tracer != null) {
      tracer.start();
    }
  }

  /**
   * Creates the metrics and the tracer of a process.
   *
   * @param kind the kind of the process, such as {@code executor}
   */
  static Telemetry of(ProcessOptions options, String kind, dev.baton.service.Clock clock) {
    return new Telemetry(
        options.statsd(),
        registry -> options.traces().tracer(options.name(), kind, registry, clock));
  }

  /** The tracer of this process; {@link Tracer#OFF} if no receiver is configured. */
  Tracer tracer() {
    return tracer == null ? Tracer.OFF : tracer;
  }

  MeterRegistry registry() {
    return registry;
  }

  ExecutorListener listener() {
    return listener(reference -> {});
  }

  /**
   * @param onSession receives the reference of each board session of the executor
   */
  ExecutorListener listener(Consumer<String> onSession) {
    return new MicrometerExecutorListener(registry, onSession);
  }

  @Override
  public void close() {
    if (tracer != null) {
      tracer.stop();
    }
    registry.close();
  }

  /** The StatsD configuration; all other values are Micrometer's defaults. */
  private record StatsdAddress(String text) implements StatsdConfig {
    @Override
    public @Nullable String get(String key) {
      return null;
    }

    @Override
    public StatsdFlavor flavor() {
      return StatsdFlavor.ETSY;
    }

    @Override
    public String host() {
      return text.replaceFirst(":\\d+$", "");
    }

    @Override
    public int port() {
      int colon = text.lastIndexOf(':');
      return colon < 0 ? STATSD_PORT : Integer.parseInt(text.substring(colon + 1));
    }
  }
}
