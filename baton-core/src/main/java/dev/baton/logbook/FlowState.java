// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

/** The states of a flow. {@link FlowTransitions} lists the allowed changes. */
public enum FlowState {
  PENDING,
  RUNNING,
  SUCCESS,
  /**
   * The flow stopped without being reverted: a revert failed, or an option of the run says that
   * failures lead neither to a retry nor to a revert.
   */
  FAILURE,
  REVERTED,
  /** Somebody requested to suspend the flow; the running atoms may finish. */
  SUSPENDING,
  SUSPENDED,
  /** The process of the flow died, and another process reads the stored state of the flow. */
  RESUMING
}
