// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

/**
 * Jobs, or upkeep, by the clock, as a plugin registered it.
 *
 * @param plugin name of the plugin that brings it
 * @param election name of the election that decides who acts
 * @param schedule its times
 * @param distributionTask what is done at each time
 * @param overlap whether jobs are posted while an earlier one is not final; upkeep never overlaps
 */
public record Distribution(
    String name,
    String plugin,
    String description,
    String election,
    Schedule schedule,
    DistributionTask distributionTask,
    MisfirePolicy misfire,
    OverlapPolicy overlap) {

  /** The same at other times. */
  public Distribution withSchedule(Schedule newSchedule) {
    return new Distribution(
        name, plugin, description, election, newSchedule, distributionTask, misfire, overlap);
  }
}
