// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Keeps interrupts that foreign code causes, such as that of plugins, apart from those by which
 * Baton ends its own threads.
 */
public final class ForeignInterrupts {

  private ForeignInterrupts() {}

  /**
   * Clears the interrupt flag of this thread unless Baton has set it.
   *
   * @param isOwn whether Baton has interrupted this thread; true before the interrupt happens
   * @return whether the flag was set by somebody else
   */
  public static boolean clear(BooleanSupplier isOwn) {
    if (!Thread.interrupted()) {
      return false;
    }
    // Asked after the flag was cleared: an interrupt that comes later sets the flag again.
    if (isOwn.getAsBoolean()) {
      Thread.currentThread().interrupt();
      return false;
    }
    return true;
  }

  /**
   * Calls foreign code on a thread of which nothing is known. If the flag was clear before and is
   * set afterwards, the code has failed, and the flag is cleared.
   *
   * @throws InterruptedException if the code returns with the flag set
   * @throws Exception what the code throws
   */
  public static <T> T contain(Callable<T> code) throws Exception {
    boolean before = Thread.currentThread().isInterrupted();
    try {
      T result = code.call();
      if (!before && Thread.interrupted()) {
        throw new InterruptedException("it returned with the interrupt flag of its thread set");
      }
      return result;
    } finally {
      if (!before) {
        Thread.interrupted();
      }
    }
  }
}
