// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.backend.Backend;
import dev.baton.election.DistributionState;
import dev.baton.service.Clock;
import io.prometheus.metrics.model.registry.Collector;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How late the distributions are. The server reads their state from the store, so that it also
 * notices that no distributor runs. Only the page for Prometheus has this metric.
 */
final class DistributionMetrics {

  private DistributionMetrics() {}

  /** Returns the metric. The store is read later, when the values are requested. */
  static Collector of(Backend backend, Clock clock) {
    SharedReading<List<DistributionState>> reading =
        new SharedReading<>(
            "lateness of distributions",
            clock,
            List.of(),
            () -> List.copyOf(backend.distributions().all()));
    BoundedLabel labels = new BoundedLabel();
    return Metric.DISTRIBUTION_LATE.gauges(() -> late(reading.get(), labels, clock.now()));
  }

  private static Map<String, Double> late(
      List<DistributionState> states, BoundedLabel labels, Instant now) {
    Map<String, Double> late = new HashMap<>();
    for (DistributionState state : states) {
      Instant next = state.nextTime();
      if (next != null) {
        double seconds = next.isBefore(now) ? Duration.between(next, now).toMillis() / 1000d : 0;
        late.merge(labels.of(state.name()), seconds, Math::max);
      }
    }
    return late;
  }
}
