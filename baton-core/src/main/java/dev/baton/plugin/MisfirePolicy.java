// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

/** Decides what a distribution does about times that passed while nobody led it. */
public enum MisfirePolicy {
  /**
   * Missed times are dropped. A time that passed less than a minute ago does not count as missed.
   */
  SKIP,
  /**
   * The distribution runs once now, and the scheduled time of this run is the oldest missed time.
   * The run covers all times that had passed when its job was created.
   */
  RUN_ONCE,
  /** The distribution runs for every missed time, oldest first. */
  CATCH_UP
}
