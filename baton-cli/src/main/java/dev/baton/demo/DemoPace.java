// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.demo;

import java.time.Duration;

/**
 * How slow this machine is at present. The demo extends its time limits by this factor.
 *
 * @param slowness 1 on an idle machine, up to 30
 */
record DemoPace(double slowness) {

  /**
   * How long a server takes to start on an idle machine with two cores. The measured start time
   * divided by this value is the slowness of the machine.
   */
  private static final Duration USUAL_START = Duration.ofSeconds(4);

  private static final double SLOWEST = 30;

  DemoPace {
    if (!(slowness >= 1 && slowness <= SLOWEST)) {
      throw new IllegalArgumentException("slowness is " + slowness + "; expected 1 to " + SLOWEST);
    }
  }

  /** Derives the pace from the time that a server took to start. */
  static DemoPace of(Duration start) {
    double slowness = (double) start.toMillis() / USUAL_START.toMillis();
    return new DemoPace(Math.clamp(slowness, 1, SLOWEST));
  }

  /**
   * Multiplies a time that suffices on an idle machine by the slowness of this machine. The result
   * is in whole seconds.
   */
  Duration stretched(Duration usual) {
    return Duration.ofSeconds((long) Math.ceil(usual.toSeconds() * slowness));
  }
}
