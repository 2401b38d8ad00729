// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.baton.flow.JsonValues;
import dev.baton.logbook.DurableWait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a body, and what came of it. The outcome is written by the thread that runs it, and
 * read by the thread of the flow after that has got the call back.
 */
final class Invocation {

  enum Kind {
    EXECUTE,
    REVERT
  }

  /** The body with all that it is given. */
  interface Body {
    @Nullable Object run() throws Exception;
  }

  final String atom;
  final Kind kind;
  final @Nullable Duration timeout;
  private final Body body;
  private final @Nullable DurableWaits durableWaits;
  private JsonNode result = NullNode.instance;
  private @Nullable Throwable error;

  /** Why the body was interrupted: set, by any thread, before it is. */
  private volatile @Nullable Exception interruptedBy;

  Invocation(
      String atom,
      Kind kind,
      Body body,
      @Nullable Duration timeout,
      @Nullable DurableWaits durableWaits) {
    this.atom = atom;
    this.kind = kind;
    this.body = body;
    this.timeout = timeout;
    this.durableWaits = durableWaits;
  }

  /** A call that failed before its body was entered. */
  static Invocation failed(String atom, Kind kind, Throwable error) {
    Invocation invocation = new Invocation(atom, kind, () -> null, null, null);
    invocation.error = error;
    return invocation;
  }

  /**
   * Runs the body; whatever it throws is its outcome. A body that returns with the interrupt flag
   * set has failed, unless the runner has interrupted it. The flag is clear afterwards.
   */
  void run() {
    if (error != null) {
      return;
    }
    try {
      JsonNode json = JsonValues.write(body.run());
      result = StorableValueCheck.requireStorable("the result of atom '" + atom + "'", json);
    } catch (Throwable e) {
      // Whatever a body throws is what its atom came to, errors of the virtual machine included.
      error = e;
    }
    // Where the runner interrupts a body, it says so before: see cut.
    if (Thread.interrupted() && error == null && interruptedBy == null) {
      error = CallerInterrupts.flagLeft("the body of atom '" + atom + "'");
    }
  }

  /** Has the call fail with this if its body does not end well. */
  void interruptedBy(Exception reason) {
    interruptedBy = reason;
  }

  boolean isInterrupted() {
    return interruptedBy != null;
  }

  /** Has {@link #run} fail with this in place of entering the body. */
  void refuse(Exception reason) {
    error = reason;
  }

  JsonNode result() {
    return result;
  }

  /** Why it failed; null if it did not. */
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

  /** The signals that the body used, if it can wait for any; null otherwise. */
  @Nullable Map<String, Integer> usedSignals() {
    return durableWaits == null ? null : durableWaits.used();
  }

  /** The waits of a body that is to be called again once the last of them is over; else null. */
  @Nullable List<DurableWait> pendingWaits() {
    return durableWaits != null && durableWaits.isWaiting() ? durableWaits.reached() : null;
  }
}
