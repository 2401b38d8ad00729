// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.time.Instant;

/**
 * Time, in its two kinds. Wall time is for people and for what other machines must understand; it
 * may jump. Monotonic time is for measuring and for trust; it means nothing outside this process.
 */
public interface Clock {

  /** The wall time, cut to milliseconds as everything that Baton stores. */
  Instant now();

  /** Nanoseconds since an arbitrary moment of this process; never goes back. */
  long nanos();

  /** The machine's own clocks. */
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
