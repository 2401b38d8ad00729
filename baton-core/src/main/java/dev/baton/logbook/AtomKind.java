// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

/** What an atom is. */
public enum AtomKind {
  TASK,
  RETRY
}
