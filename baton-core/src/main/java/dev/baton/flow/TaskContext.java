// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

/** What the execute of a task sees of the run. */
public interface TaskContext extends WaitingContext {

  /**
   * Tells how far the task is, from 0 to 1; other values are cut. Written with the next transition.
   */
  void progress(double share);

  /**
   * Ends the body, as a wait does, so that it is called again when the flow goes on: for long
   * bodies that saw {@link #stopRequested()}.
   *
   * @throws dev.baton.error.ConflictException if nobody asked the flow to stop
   */
  void handOver();
}
