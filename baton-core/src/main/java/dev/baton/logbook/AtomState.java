// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

/** The states of an atom; what may follow what is in {@link AtomTransitions}. */
public enum AtomState {
  /** Not started, or reset. */
  PENDING,
  /** Handed to a thread; found after a crash, it is executed again. */
  RUNNING,
  SUCCESS,
  FAILURE,
  /** Being reverted; found after a crash, it is reverted again. */
  REVERTING,
  REVERTED,
  /** The revert failed; nothing before it is reverted until somebody has it tried again. */
  REVERT_FAILURE,
  /** A decider said that it must not run. */
  IGNORE,
  /** Of a retry: everything behind it is reverted, it is about to run again. */
  RETRYING
}
