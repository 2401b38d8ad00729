// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

/** What is executed, reverted and persisted one by one: a task or a retry. */
public sealed interface Atom permits Task, Retry {

  /** The version of atoms that state none. */
  String FIRST_VERSION = "1.0";

  /** Unique in the whole flow; what a stored atom is recognised by. */
  String name();

  /** For people; part of what a changed definition is recognised by. */
  String version();

  /** What execute is given. */
  AtomInputs inputs();

  /** What revert is given besides whatever of {@link #inputs()} can still be found. */
  AtomInputs revertInputs();

  AtomOutputs outputs();

  /** Of atoms that could start at the same moment, those with a higher priority start first. */
  int priority();
}
