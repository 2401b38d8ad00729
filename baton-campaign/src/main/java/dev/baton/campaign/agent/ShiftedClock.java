// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.agent;

import java.time.Instant;

/** The shifted wall clock of this process. The patched JDK class calls it. */
public final class ShiftedClock {

  // Written by the thread that reads the file, read by any thread.
  private static volatile long shiftSeconds;

  private ShiftedClock() {}

  /** Sets the shift. The agent, whose class has another class loader, calls it. */
  public static void shiftBy(long seconds) {
    shiftSeconds = seconds;
  }

  /** Returns the shifted time; replaces the method of {@code System} with the same name. */
  public static long currentTimeMillis() {
    return System.currentTimeMillis() + shiftSeconds * 1_000;
  }

  /** Returns the shifted time for a true time. */
  public static Instant shift(Instant now) {
    long seconds = shiftSeconds;
    return seconds == 0 ? now : now.plusSeconds(seconds);
  }
}
