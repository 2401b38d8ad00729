// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of a distributor.
 *
 * @param lease the lease of its leaderships; executors use the same setting
 * @param intervals intervals that replace the intervals of the plugins; the key is the name of a
 *     distribution or of its election
 * @param exclude the distributions that this process does not serve, by their names or the names of
 *     their elections
 */
public record DistributorSettings(
    Duration lease, Map<String, Duration> intervals, Set<String> exclude) {

  private static final Pattern INTERVAL = Pattern.compile("([^\\s,:]+):([1-9]\\d{0,8})");

  public DistributorSettings {
    intervals = Map.copyOf(intervals);
    exclude = Set.copyOf(exclude);
  }

  /** Reads the settings; invalid values are added to the problems of the settings. */
  static DistributorSettings of(Settings settings, Duration lease) {
    return new DistributorSettings(
        lease, intervals(settings), Set.copyOf(settings.parts(SettingKey.DISTRIBUTION_EXCLUDE)));
  }

  private static Map<String, Duration> intervals(Settings settings) {
    Map<String, Duration> intervals = new HashMap<>();
    for (String part : settings.parts(SettingKey.DISTRIBUTION_INTERVAL)) {
      Matcher interval = INTERVAL.matcher(part);
      if (interval.matches()) {
        intervals.put(interval.group(1), Duration.ofSeconds(Integer.parseInt(interval.group(2))));
      } else {
        settings.problem(
            "distribution-interval has '"
                + part
                + "'; expected NAME:SECONDS, such as cleanup_jobs:3600");
      }
    }
    return intervals;
  }
}
