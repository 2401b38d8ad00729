// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.service.ForeignInterrupts;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells interrupts by which the caller of a run ends it from those that code of the flow causes.
 * The latter are failures of that code. For the thread that runs the flow.
 */
final class CallerInterrupts {

  /** Unwinds a run that its caller has ended. */
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
   * Interruptions of one run.
   *
   * @param source whether the caller has ended the run; null if it cannot tell
   */
  CallerInterrupts(@Nullable BooleanSupplier source) {
    this.source = source;
  }

  /** Whether the caller has ended the run. */
  boolean isInterrupted() {
    return source != null && source.getAsBoolean();
  }

  /** Ends the run if its caller has ended it, and forgets interrupts from elsewhere. */
  void check(String where) {
    if (isInterrupted()) {
      Thread.interrupted();
      throw new RunInterruptedException(where);
    }
    dropForeign();
  }

  /** Forgets an interrupt from elsewhere, before a call that it would disturb. */
  void dropForeign() {
    if (source != null) {
      ForeignInterrupts.clear(source);
    }
  }

  /** An interrupt that arrives during a wait is the caller's if the caller cannot tell. */
  void interruptedWait(InterruptedException e) throws InterruptedException {
    if (source == null || isInterrupted()) {
      throw e;
    }
  }

  /**
   * Calls code of the flow on this thread.
   *
   * @param what the code, as the start of a message
   * @throws RunInterruptedException if the caller has ended the run, whatever the code made of it
   * @throws Exception what the code throws; {@link InterruptedException} also if it returns with
   *     the interrupt flag set
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

  /** The failure of code that returns although its thread was interrupted. */
  static InterruptedException flagLeft(String what) {
    return new InterruptedException(
        what + " returned with the interrupt flag of its thread set: its work was interrupted");
  }
}
