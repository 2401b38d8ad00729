// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.service.ForeignInterrupts;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes interrupts by which the caller of {@link FlowRun#run} ends the run from interrupts
 * that code of the flow causes. An interrupt of the second kind is a failure of that code. Only for
 * the thread that runs the flow.
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
   * Creates the object that distinguishes interrupts by the caller from other interrupts, for one
   * opened flow.
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
   * Throws if the caller has ended the run of the flow. Otherwise clears an interrupt flag that
   * code of the flow has set. Without information from the caller, does nothing.
   */
  void check(String where) {
    if (isInterrupted()) {
      Thread.interrupted();
      throw new RunInterruptedException(where);
    }
    dropForeign();
  }

  /**
   * Clears an interrupt flag that code of the flow has set, because the flag would disturb the next
   * call. Without information from the caller, does nothing.
   */
  void dropForeign() {
    if (source != null) {
      ForeignInterrupts.clear(source);
    }
  }

  /**
   * Rethrows an exception that ended a wait, if the interrupt came from the caller. If the caller
   * provides no information, every such interrupt counts as the caller's.
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
