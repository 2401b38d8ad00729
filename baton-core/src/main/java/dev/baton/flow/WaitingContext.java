// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;

/**
 * The context of bodies that may wait longer than a process lives.
 *
 * <p>Waits are durable. If the awaited time or signal has not come yet, the wait ends the body by
 * throwing an {@code Error}, which the body must not catch. When it has come, the runner calls the
 * body again from its start, perhaps in another process days later. The n-th wait of a body is
 * stored, so that the next call passes it at once. The code before a wait is executed again. It
 * must therefore be harmless when repeated, or be moved to a separate task.
 */
public interface WaitingContext extends AtomContext {

  /** Waits durably for a duration, measured from the first time that this wait is reached. */
  void sleep(Duration duration);

  /** Waits durably until a moment of the wall clock. */
  void sleepUntil(Instant moment);

  /**
   * Waits durably for a signal that somebody sends to the flow.
   *
   * @param signal up to 255 letters, digits, '_', '-' and '.'
   * @return the value that was sent with the signal; the null node if there was none
   */
  JsonNode await(String signal);

  /**
   * Waits durably for a signal, for at most the given time, measured from the first time that this
   * wait is reached. A timeout is stored: a signal that comes later has no effect on this wait.
   *
   * @return the value that was sent with the signal
   * @throws TimeoutException if the signal did not come in time. If the body does not catch it, the
   *     task fails, and a retry controller may handle the failure
   */
  JsonNode await(String signal, Duration limit) throws TimeoutException;

  /**
   * Ends the body. The runner calls the body again from its start when the signal is sent or the
   * time is over. Bodies that check the awaited condition themselves use this method. It removes
   * all earlier waits of the body from the store.
   */
  void callAgain(String signal, Duration atLatest);

  /** Whether an earlier call of this attempt ended with {@link #callAgain} for the signal. */
  boolean wasCalledAgain(String signal);
}
