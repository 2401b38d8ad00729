// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.backend.Backend;
import dev.baton.backend.ConnectionUse;
import dev.baton.error.ForbiddenException;
import dev.baton.service.Clock;
import dev.baton.service.Lifecycle;
import dev.baton.service.Service;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The metrics of a server, and the page that Prometheus reads. The page contains counts and times
 * but no secrets. All clients may read it if the options say so; otherwise only administrators may.
 */
public final class ServerMetrics implements Service {

  private final MeterRegistry registry;
  private final PrometheusMeterRegistry prometheus;
  // A registry refuses to show two collectors with the same name, so these are removed at the end.
  private final List<Collector> collectors;
  private final ServerOptions options;
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Lifecycle life = new Lifecycle();

  private ServerMetrics(
      MeterRegistry registry,
      PrometheusMeterRegistry prometheus,
      List<Collector> collectors,
      ServerOptions options) {
    this.registry = registry;
    this.prometheus = prometheus;
    this.collectors = collectors;
    this.options = options;
  }

  /** Creates metrics that are registered in the given registry and shown on the page. */
  public static ServerMetrics of(
      MeterRegistry registry, ServerOptions options, Backend backend, Clock clock) {
    PrometheusMeterRegistry prometheus = prometheus(registry);
    MeterRegistry all = prometheus.equals(registry) ? registry : both(registry, prometheus);
    JobMetrics.bind(backend, all, clock);
    if (backend.connectionUse().isPresent()) {
      bindConnections(backend, all);
    }
    List<Collector> collectors = new ArrayList<>();
    backend.statistics().ifPresent(counts -> collectors.addAll(ActionMetrics.of(counts, clock)));
    collectors.add(DistributionMetrics.of(backend, clock));
    return new ServerMetrics(all, prometheus, collectors, options);
  }

  private static void bindConnections(Backend backend, MeterRegistry registry) {
    connections(Metric.STORE_CONNECTIONS, backend, registry, ConnectionUse::limit, "all");
    connections(Metric.STORE_CONNECTIONS, backend, registry, ConnectionUse::busy, "busy");
    connections(Metric.STORE_WAITING, backend, registry, ConnectionUse::waiting);
  }

  private static void connections(
      Metric metric,
      Backend backend,
      MeterRegistry registry,
      ToIntFunction<ConnectionUse> part,
      String... values) {
    metric.gauge(
        registry, backend, from -> from.connectionUse().map(part::applyAsInt).orElse(0), values);
  }

  private static PrometheusMeterRegistry prometheus(MeterRegistry registry) {
    if (registry instanceof PrometheusMeterRegistry own) {
      return own;
    }
    if (registry instanceof CompositeMeterRegistry composite) {
      for (MeterRegistry part : composite.getRegistries()) {
        if (part instanceof PrometheusMeterRegistry own) {
          return own;
        }
      }
    }
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  private static MeterRegistry both(MeterRegistry registry, PrometheusMeterRegistry prometheus) {
    if (registry instanceof CompositeMeterRegistry composite) {
      // Has no effect if the composite already contains the registry.
      return composite.add(prometheus);
    }
    return new CompositeMeterRegistry().add(registry).add(prometheus);
  }

  private void bind() {
    collectors.forEach(prometheus.getPrometheusRegistry()::register);
    bindJvm();
  }

  private void unbind() {
    collectors.forEach(prometheus.getPrometheusRegistry()::unregister);
    gc.close();
  }

  private void bindJvm() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /** Adds the metrics of the JVM, and those that are only on the page. */
  @Override
  public void start() {
    life.start(this::bind, this::unbind);
  }

  /**
   * Ends the observation of garbage collections, and removes the metrics that only the page has.
   */
  @Override
  public void stop() {
    life.stop(this::unbind);
  }

  /** The registry of this process. */
  public MeterRegistry registry() {
    return registry;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/metrics", "Metrics in Prometheus' text format", this::page));
  }

  private Response page(Request request) {
    // If openMetrics is set, local clients may read the metrics without a login. A request that a
    // proxy forwarded does not come from a local client, even if the proxy runs on this machine, so
    // it needs an administrator.
    boolean open = options.openMetrics() && request.header("X-Forwarded-For").isEmpty();
    if (!open && !request.caller().isAdmin()) {
      throw new ForbiddenException("credentials required");
    }
    return Response.text("text/plain; version=0.0.4; charset=utf-8", prometheus.scrape());
  }
}
