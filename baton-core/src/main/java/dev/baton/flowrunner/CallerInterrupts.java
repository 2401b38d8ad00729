// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.service.ForeignInterrupts;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes interrupts by which the caller ends a run of the flow from interrupts that code of
 * the flow causes. An interrupt of the second kind is a failure of that code. For the thread that
 * runs the flow.
 */
final class CallerInterrupts {

  /** Thrown to end a run of the flow that its caller has interrupted. */
  static final class RunInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RunInterruptedException(String where) {
      super("the run of a flow was interrupted " + where);
    }

    InterruptedException asInterrupt() {
      InterruptedException interrupt = new InterruptedException(getMessage());
      interrupt.initCause(this);
      return interrupt;
    }
  }

  private final @Nullable BooleanSupplier source;

  /**
   * Creates the interrupts of one run of the flow.
   *
   * @param source whether the caller has ended the run; null if the caller does not provide this
   *     information
   */
  CallerInterrupts(@Nullable BooleanSupplier source) {
    this.source = source;
  }

  /** Whether the caller has ended the run of the flow. */
  boolean isInterrupted() {
    return source != null && source.getAsBoolean();
  }

  /**
   * Throws if the caller has ended the run of the flow. Otherwise it clears an interrupt from
   * elsewhere.
   */
  void check(String where) {
    if (isInterrupted()) {
      Thread.interrupted();
      throw new RunInterruptedException(where);
    }
    dropForeign();
  }

  /** Clears an interrupt from elsewhere before a call that it would disturb. */
  void dropForeign() {
    if (source != null) {
      ForeignInterrupts.clear(source);
    }
  }

  /**
   * Rethrows an interrupt that arrived during a wait, if it came from the caller. If the caller
   * provides no information, it counts as the caller's.
   */
  void interruptedWait(InterruptedException e) throws InterruptedException {
    if (source == null || isInterrupted()) {
      throw e;
    }
  }

  /**
   * Calls code of the flow on this thread.
   *
   * @param what the name of the code, as the start of a message
   * @throws RunInterruptedException if the caller has ended the run of the flow, no matter how the
   *     code reacted
   * @throws Exception the exception of the code; {@link InterruptedException} also if the code
   *     returns with the interrupt flag set
   */
  <T> T call(String what, Callable<T> code) throws Exception {
    T result;
    try {
      result = code.call();
    } catch (Exception e) {
      check("in " + what);
      Thread.interrupted();
      throw e;
    }
    if (Thread.interrupted()) {
      check("in " + what);
      throw flagLeft(what);
    }
    return result;
  }

  /** Creates the failure of code that returns although its thread was interrupted. */
  static InterruptedException flagLeft(String what) {
    return new InterruptedException(
        what + " returned with the interrupt flag of its thread set: its work was interrupted");
  }
}
