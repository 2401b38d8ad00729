// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;

/**
 * What bodies see that may wait for longer than a process lives.
 *
 * <p>Waits are durable: when what they wait for is not there yet, they end the body by throwing an
 * {@code Error} that is not to be caught, and once it is there the body is called again, perhaps by
 * another process days later. The n-th wait of a body is remembered, so that it passes the next
 * time; what precedes a wait is executed again, and must therefore do no harm or live in a task of
 * its own.
 */
public interface WaitingContext extends AtomContext {

  /** Waits durably, counted from the first time that this wait is reached. */
  void sleep(Duration duration);

  /** Waits durably until a moment of the wall clock. */
  void sleepUntil(Instant moment);

  /**
   * Waits durably for a signal that somebody sends to the flow.
   *
   * @param signal up to 255 letters, digits, '_', '-' and '.'
   * @return what was sent with it; null nodes for nothing
   */
  JsonNode await(String signal);

  /**
   * Waits durably for a signal, but no longer than so, counted from the first time that this wait
   * is reached. That the time was over is remembered: a signal that comes later changes nothing.
   *
   * @return what was sent with it
   * @throws TimeoutException if it was not sent in time: unless the body catches it, the task has
   *     failed, which a retry may answer
   */
  JsonNode await(String signal, Duration limit) throws TimeoutException;

  /**
   * Ends the body, to be called again from its start when the signal is sent or the time is over:
   * for bodies that look themselves whether what they wait for is there. Forgets other waits.
   */
  void callAgain(String signal, Duration atLatest);

  /** Whether an earlier call of this attempt has ended with {@link #callAgain} for the signal. */
  boolean wasCalledAgain(String signal);
}
