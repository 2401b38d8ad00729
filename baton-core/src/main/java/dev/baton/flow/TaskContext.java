// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * What the execute of a task sees of the run.
 *
 * <p>{@link #sleep}, {@link #sleepUntil} and {@link #await} are durable: when what they wait for is
 * not there yet, they end the body by throwing an {@code Error} that is not to be caught, and once
 * it is there the body is called again, perhaps by another process days later. The n-th wait of a
 * body is remembered, so that it passes the next time; what precedes a wait is executed again, and
 * must therefore do no harm or live in a task of its own.
 */
public interface TaskContext extends AtomContext {

  /**
   * Tells how far the task is, from 0 to 1; other values are cut. Written with the next transition.
   */
  void progress(double share);

  /** Waits durably, counted from the first time that this wait is reached. */
  void sleep(Duration duration);

  /** Waits durably until a moment of the wall clock. */
  void sleepUntil(Instant moment);

  /**
   * Waits durably for a signal that somebody sends to the flow.
   *
   * @return what was sent with it; null nodes for nothing
   */
  JsonNode await(String signal);

  /**
   * Ends the body, as a wait does, so that it is called again when the flow goes on: for long
   * bodies that saw {@link #stopRequested()}.
   *
   * @throws dev.baton.error.ConflictException if nobody asked the flow to stop
   */
  void handOver();
}
