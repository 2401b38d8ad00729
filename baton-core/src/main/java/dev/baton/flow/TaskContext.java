// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

/** Gives the execute of a task access to the run of its flow. */
public interface TaskContext extends WaitingContext {

  /**
   * Reports the progress of the task, from 0 to 1. Other values are clamped. The progress is
   * written with the next transition.
   */
  void progress(double share);

  /**
   * Ends the body, as a durable wait does. The runner calls the body again when the flow continues.
   * A long body calls this method when {@link #stopRequested()} is true.
   *
   * @throws dev.baton.error.ConflictException if nobody requested the flow to stop
   */
  void handOver();
}
