// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.time.Duration;

/**
 * How slow this machine is now, so that the demo's limits fit a busy one too.
 *
 * @param slowness 1 on an idle machine, up to 30
 */
record DemoPace(double slowness) {

  /** What the start of a server takes on an idle machine with two cores. */
  private static final Duration USUAL_START = Duration.ofSeconds(4);

  private static final double SLOWEST = 30;

  DemoPace {
    if (!(slowness >= 1 && slowness <= SLOWEST)) {
      throw new IllegalArgumentException("slowness is " + slowness + "; expected 1 to " + SLOWEST);
    }
  }

  /** As the time that a server took to start says. */
  static DemoPace of(Duration start) {
    double slowness = (double) start.toMillis() / USUAL_START.toMillis();
    return new DemoPace(Math.clamp(slowness, 1, SLOWEST));
  }

  /** A time that is enough on an idle machine, for this one; whole seconds. */
  Duration stretched(Duration usual) {
    return Duration.ofSeconds((long) Math.ceil(usual.toSeconds() * slowness));
  }
}
