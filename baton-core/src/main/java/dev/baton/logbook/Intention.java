// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

/** What is to become of an atom, stored beside its state. */
public enum Intention {
  EXECUTE,
  REVERT,
  /** Of a retry: to be executed again, once everything behind it is reverted. */
  RETRY,
  IGNORE
}
