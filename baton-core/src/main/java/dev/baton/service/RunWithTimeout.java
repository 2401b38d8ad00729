// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs code that may hang on a separate thread, and waits for it for a limited time. */
public final class RunWithTimeout {

  private static final Logger LOG = LoggerFactory.getLogger(RunWithTimeout.class);

  private RunWithTimeout() {}

  /**
   * Runs the code. Returns whether it ended in time, even if it failed. Failures are logged. An
   * interrupt does not shorten the wait; the interrupt flag is set again after it.
   */
  public static boolean run(String role, Runnable work, Duration atMost) {
    Thread thread = Threads.platform(role, () -> runLogged(role, work));
    thread.start();
    return Threads.join(thread, atMost);
  }

  private static void runLogged(String role, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("work with a time limit failed; its caller continues: loop={}", role, e);
    }
  }
}
