// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts and times requests by route. Metrics by path would create too many time series. */
final class HttpMetrics {

  private final MeterRegistry registry;

  HttpMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void record(Route.Method method, String route, int status, Duration time) {
    Timer.builder("baton.http.requests")
        .description("HTTP requests by route and status; streams count when they end")
        .tags(Tags.of("method", method.name(), "route", route, "status", Integer.toString(status)))
        .register(registry)
        .record(time);
  }
}
