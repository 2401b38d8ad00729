// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

/**
 * A schedule with a task, as a plugin registered it.
 *
 * @param plugin the name of the plugin that provides the distribution
 * @param election the name of the election whose winner leads the distribution
 * @param schedule the times of the distribution
 * @param distributionTask the work at each time: post jobs or do upkeep
 * @param misfire the policy for times that were missed
 * @param overlap whether jobs are posted while an earlier job is not final; upkeep never overlaps
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

  /** Returns the distribution with another schedule. */
  public Distribution withSchedule(Schedule newSchedule) {
    return new Distribution(
        name, plugin, description, election, newSchedule, distributionTask, misfire, overlap);
  }
}
