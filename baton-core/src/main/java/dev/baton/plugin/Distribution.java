// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

/**
 * Jobs by the clock, as a plugin registered them.
 *
 * @param plugin name of the plugin that brings it
 * @param election name of the election that decides who posts
 * @param schedule its times
 * @param source the jobs to post at each time
 */
public record Distribution(
    String name,
    String plugin,
    String description,
    String election,
    Schedule schedule,
    JobSource source,
    Misfire misfire,
    Overlap overlap) {

  /** The same at other times. */
  public Distribution withSchedule(Schedule newSchedule) {
    return new Distribution(
        name, plugin, description, election, newSchedule, source, misfire, overlap);
  }
}
