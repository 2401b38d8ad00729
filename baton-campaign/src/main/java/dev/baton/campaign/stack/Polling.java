// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for other processes. */
public final class Polling {

  private static final long PAUSE_MILLIS = 50;

  private Polling() {}

  /**
   * Waits until the condition holds.
   *
   * @return whether it held in time
   */
  public static boolean until(Duration atMost, BooleanSupplier condition) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      pause(Duration.ofMillis(PAUSE_MILLIS));
    }
    return true;
  }

  /**
   * Waits for the duration.
   *
   * @throws IllegalStateException if the thread is interrupted
   */
  public static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
