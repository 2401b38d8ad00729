// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.util.concurrent.atomic.AtomicLong;

/** Makes the threads of Baton: virtual, and named {@code baton-<role>-<id>}. */
public final class Threads {

  private static final AtomicLong NEXT_ID = new AtomicLong(1);

  private Threads() {}

  /** A virtual thread, not yet started. */
  public static Thread virtual(String role, Runnable body) {
    return Thread.ofVirtual()
        .name("baton-" + role + "-" + NEXT_ID.getAndIncrement())
        .unstarted(body);
  }

  /**
   * A daemon platform thread, not yet started: for code that blocks inside {@code synchronized},
   * which pins virtual threads before JDK 24.
   */
  public static Thread platform(String role, Runnable body) {
    return Thread.ofPlatform()
        .daemon()
        .name("baton-" + role + "-" + NEXT_ID.getAndIncrement())
        .unstarted(body);
  }

  /**
   * Waits for the end of a thread, however often this one is interrupted; restores the interrupt.
   */
  public static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
