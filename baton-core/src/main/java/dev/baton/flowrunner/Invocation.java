// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.baton.flow.JsonValues;
import dev.baton.logbook.DurableWait;
import dev.baton.trace.CurrentSpan;
import dev.baton.trace.Span;
import dev.baton.trace.SpanKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a body, with its result or error. The thread that runs the body writes the result;
 * the thread of the flow reads it after it has received the finished invocation.
 */
final class Invocation {

  enum Kind {
    EXECUTE,
    REVERT
  }

  /** The code to call, with its arguments. */
  interface Body {
    @Nullable Object run() throws Exception;
  }

  final String atom;
  final Kind kind;
  final @Nullable Duration timeout;
  private final Body body;
  private final Span flowSpan = CurrentSpan.get();
  private final @Nullable WaitingBodyContext context;
  private JsonNode result = NullNode.instance;
  private @Nullable Throwable error;

  /**
   * The reason for which the body was interrupted. Any thread sets it, always before the interrupt.
   */
  private volatile @Nullable Exception interruptedBy;

  Invocation(
      String atom,
      Kind kind,
      Body body,
      @Nullable Duration timeout,
      @Nullable WaitingBodyContext context) {
    this.atom = atom;
    this.kind = kind;
    this.body = body;
    this.timeout = timeout;
    this.context = context;
  }

  /** Creates an invocation of a body that has no timeout and cannot wait. */
  Invocation(String atom, Kind kind, Body body) {
    this(atom, kind, body, null, null);
  }

  /** Creates an invocation that failed before its body started. */
  static Invocation failed(String atom, Kind kind, Throwable error) {
    Invocation invocation = new Invocation(atom, kind, () -> null);
    invocation.error = error;
    return invocation;
  }

  /**
   * Runs the body and keeps its result or anything that it throws. A body that returns with the
   * interrupt flag set has failed, unless the runner interrupted it. Afterwards the flag is clear.
   */
  void run() {
    if (error != null) {
      return;
    }
    Span span = flowSpan.isRecorded() ? flowSpan.child(SpanKind.INTERNAL, name()) : flowSpan;
    try (CurrentSpan.Scope scope = CurrentSpan.enter(span)) {
      JsonNode json = JsonValues.write(body.run());
      result = StorableValueCheck.requireStorable("the result of atom '" + atom + "'", json);
    } catch (Throwable e) {
      // Everything that a body throws is the failure of its atom, including errors of the virtual
      // machine.
      error = e;
    }
    // The runner sets interruptedBy before it interrupts a body. If it is not set, code of the flow
    // has caused the interrupt, and the body has failed.
    if (Thread.interrupted() && error == null && interruptedBy == null) {
      error = CallerInterrupts.flagLeft("the body of atom '" + atom + "'");
    }
    end(span);
  }

  private String name() {
    return (kind == Kind.EXECUTE ? "execute " : "revert ") + atom;
  }

  private void end(Span span) {
    if (!span.isRecorded()) {
      return;
    }
    span.set("baton.atom", atom);
    Throwable failure = error();
    if (pendingWaits() != null) {
      span.set("baton.outcome", "waiting");
    } else if (failure != null) {
      span.failed(failure.getClass().getName());
    }
    span.end();
  }

  /** Sets the reason of an interrupt. The invocation fails with this reason if the body fails. */
  void interruptedBy(Exception reason) {
    interruptedBy = reason;
  }

  boolean isInterrupted() {
    return interruptedBy != null;
  }

  /** Makes {@link #run} fail with this reason without starting the body. */
  void refuse(Exception reason) {
    error = reason;
  }

  JsonNode result() {
    return result;
  }

  /** The error of the invocation; null if it succeeded. */
  @Nullable Throwable error() {
    Exception reason = interruptedBy;
    if (reason == null || error == null || reason.equals(error)) {
      return error;
    }
    if (reason.getCause() == null) {
      reason.initCause(error);
    }
    return reason;
  }

  /**
   * For each signal that the body used: how often it had been sent. Null if the body cannot wait
   * for signals.
   */
  @Nullable Map<String, Integer> usedSignals() {
    return context == null ? null : context.used();
  }

  /** The waits of a body that must be called again when its last wait is over; otherwise null. */
  @Nullable List<DurableWait> pendingWaits() {
    return context != null && context.isWaiting() ? context.reached() : null;
  }
}
