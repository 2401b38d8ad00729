// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

/**
 * The operation that the runner will do with an atom. It is stored together with the atom's state.
 */
public enum Intention {
  EXECUTE,
  REVERT,
  /** Only for a retry controller: execute it again after all its successors are reverted. */
  RETRY,
  IGNORE
}
