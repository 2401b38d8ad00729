// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

/** The states of a flow; what may follow what is in {@link FlowTransitions}. */
public enum FlowState {
  PENDING,
  RUNNING,
  SUCCESS,
  /** Stopped where it was: a revert failed, or failures were not to be resolved. */
  FAILURE,
  REVERTED,
  /** Asked to suspend; what runs is let finish. */
  SUSPENDING,
  SUSPENDED,
  /** Found in a state that a dead process left. */
  RESUMING
}
