// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Distinguishes interrupts by foreign code, such as plugins, from the interrupts by which Baton
 * ends its own threads.
 */
public final class ForeignInterrupts {

  private ForeignInterrupts() {}

  /**
   * Clears the interrupt flag of this thread unless Baton has set it.
   *
   * @param isOwn whether Baton has interrupted this thread; must return true before Baton sets the
   *     flag
   * @return whether foreign code had set the flag
   */
  public static boolean clear(BooleanSupplier isOwn) {
    if (!Thread.interrupted()) {
      return false;
    }
    // Checked after the flag was cleared, because a later interrupt by Baton sets the flag again.
    if (isOwn.getAsBoolean()) {
      Thread.currentThread().interrupt();
      return false;
    }
    return true;
  }

  /**
   * Calls foreign code on a thread that may belong to another program. If the code returns with the
   * interrupt flag set, and the flag was not set before, the code counts as failed, and the flag is
   * cleared.
   *
   * @throws InterruptedException if the code returns with the flag set
   * @throws Exception the exception of the code
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
