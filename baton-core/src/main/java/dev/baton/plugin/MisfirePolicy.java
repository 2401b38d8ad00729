// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

/** What follows when times of a distribution were missed because nobody led it. */
public enum MisfirePolicy {
  /** Missed times are dropped; a time that passed less than a minute ago is not missed. */
  SKIP,
  /**
   * However many were missed, it runs once, now, under the oldest of them. The run stands for all
   * times that had passed when its job was created.
   */
  RUN_ONCE,
  /** Every missed time is run, oldest first. */
  CATCH_UP
}
