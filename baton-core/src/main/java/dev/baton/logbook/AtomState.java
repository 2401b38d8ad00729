// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

/** The states of an atom. {@link AtomTransitions} lists the allowed changes. */
public enum AtomState {
  /** Not started since the flow began or since the last reset. */
  PENDING,
  /** A thread executes the atom. If its process dies, the atom is executed again. */
  RUNNING,
  SUCCESS,
  FAILURE,
  /** A thread reverts the atom. If its process dies, the atom is reverted again. */
  REVERTING,
  REVERTED,
  /** The revert failed. No atom before it is reverted until somebody requests the revert again. */
  REVERT_FAILURE,
  /** A decider decided that the atom must not run. */
  IGNORE,
  /** Only for a retry controller: all its successors are reverted, and it is about to run again. */
  RETRYING
}
