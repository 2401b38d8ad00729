// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.clock;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Waits in real time, for fixtures of real servers. */
public final class RealTime {

  private RealTime() {}

  /** Returns when the given time has passed. */
  public static void pass(Duration duration) {
    await().pollDelay(duration).atMost(duration.plusSeconds(10)).until(() -> true);
  }
}
