// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.clock;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Waits for the machine's own time, for fixtures of real servers. */
public final class RealTime {

  private RealTime() {}

  /** Returns when so much time has passed. */
  public static void pass(Duration duration) {
    await().pollDelay(duration).atMost(duration.plusSeconds(10)).until(() -> true);
  }
}
