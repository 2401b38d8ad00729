// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

/** The states of a flow. {@link FlowTransitions} lists the allowed changes. */
public enum FlowState {
  PENDING,
  RUNNING,
  SUCCESS,
  /**
   * The flow stopped without being reverted: a revert failed, or the options of the run state that
   * failures are not resolved.
   */
  FAILURE,
  REVERTED,
  /** Somebody requested to suspend the flow; the running atoms may finish. */
  SUSPENDING,
  SUSPENDED,
  /** The process of the flow died, and another process reads the stored state of the flow. */
  RESUMING
}
