// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

/**
 * A part of a process that runs from {@link #start()} to {@link #stop()}.
 *
 * <p>Both methods are idempotent and may be called from any thread, in any order. A stopped service
 * stays stopped: a start after a stop has no effect, even if the service was never started. {@code
 * stop} returns only when everything that the service started has ended, within the time that the
 * implementation states.
 */
public interface Service extends AutoCloseable {

  /**
   * Starts the service. Returns when the service is ready.
   *
   * @throws dev.baton.error.BatonException if the service cannot start; it is stopped then
   */
  void start();

  /**
   * Stops the service and waits until it has stopped. If a start is under way, the stop first waits
   * for its end. The implementation states the longest time of the rest. An interrupt does not
   * shorten the wait; the interrupt flag is set again after it.
   */
  void stop();

  @Override
  default void close() {
    stop();
  }
}
