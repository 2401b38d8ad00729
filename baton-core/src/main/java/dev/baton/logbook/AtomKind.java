// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

/** The kind of an atom. */
public enum AtomKind {
  TASK,
  RETRY
}
