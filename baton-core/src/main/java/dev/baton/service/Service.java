// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

/**
 * Something that runs from {@link #start()} to {@link #stop()}.
 *
 * <p>Both are idempotent and may be called from any thread, in any order. A service that was
 * stopped stays stopped: a start after a stop, or a stop before any start, leaves it stopped.
 * {@code stop} returns only when everything that the service started has ended, within the bound
 * that the implementation states.
 */
public interface Service extends AutoCloseable {

  /**
   * Starts; returns when the service is ready to do its work.
   *
   * @throws dev.baton.error.BatonException if it cannot start; it is then stopped
   */
  void start();

  /** Stops and waits until stopped. An interrupt does not shorten the wait; it is restored. */
  void stop();

  @Override
  default void close() {
    stop();
  }
}
