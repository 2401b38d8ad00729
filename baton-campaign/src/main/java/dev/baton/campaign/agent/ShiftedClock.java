// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.agent;

import java.time.Instant;

/** The wall clock of this process with its shift. Called by the patched class of the JDK. */
public final class ShiftedClock {

  // Written by the thread that reads the file, read by any.
  private static volatile long shiftSeconds;

  private ShiftedClock() {}

  /** Called by the agent, whose class has another loader. */
  public static void shiftBy(long seconds) {
    shiftSeconds = seconds;
  }

  /** The shifted time, in the place of the method of System with this name. */
  public static long currentTimeMillis() {
    return System.currentTimeMillis() + shiftSeconds * 1_000;
  }

  /** What the process is to take for the present. */
  public static Instant shift(Instant now) {
    long seconds = shiftSeconds;
    return seconds == 0 ? now : now.plusSeconds(seconds);
  }
}
