// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.service.Clock;
import dev.baton.statistics.JobStatistics;
import dev.baton.statistics.TimeHistogram;
import io.prometheus.metrics.model.registry.Collector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The metrics of the jobs of each action. Only the page for Prometheus has them. */
final class ActionMetrics {

  private ActionMetrics() {}

  /** Returns the metrics. The statistics are read later, when the values are requested. */
  static List<Collector> of(JobStatistics statistics, Clock clock) {
    ActionTimes times = new ActionTimes(statistics);
    SharedReading<ActionTimes.Sample> reading =
        new SharedReading<>(
            "times of actions", clock, ActionTimes.Sample.NONE, () -> times.read(clock.now()));
    return List.of(
        Metric.ACTION_WAIT.histograms(TimeHistogram.BOUNDS, () -> reading.get().waits()),
        Metric.ACTION_RUN.histograms(TimeHistogram.BOUNDS, () -> reading.get().runs()),
        Metric.ACTION_OLDEST.gauges(() -> seconds(reading.get().oldest())));
  }

  private static Map<String, Double> seconds(Map<String, Duration> ages) {
    return ages.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toMillis() / 1000d));
  }
}
