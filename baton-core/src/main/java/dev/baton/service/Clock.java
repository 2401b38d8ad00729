// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.time.Instant;

/**
 * Wall time and monotonic time. Wall time is for display and for data that other machines read; it
 * may jump. Monotonic time is for measuring and for leases; it has no meaning outside this process.
 */
public interface Clock {

  /** The wall time, truncated to milliseconds like all times that Baton stores. */
  Instant now();

  /** Nanoseconds since an arbitrary moment in this process; never decreases. */
  long nanos();

  /** The clocks of the machine. */
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
