// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

/**
 * A task or a retry controller: the unit that the runner executes, reverts and stores individually.
 */
public sealed interface Atom permits Task, Retry {

  /** The version of an atom that declares none. */
  String FIRST_VERSION = "1.0";

  /** The name, unique in the whole flow. A stored atom is found by its name. */
  String name();

  /** The version, for display. A stored atom with another version counts as changed. */
  String version();

  /** The inputs of execute. */
  AtomInputs inputs();

  /**
   * The inputs of revert, in addition to the values of {@link #inputs()} that can still be found.
   */
  AtomInputs revertInputs();

  /** The symbols that the result of execute gives a value. */
  AtomOutputs outputs();

  /**
   * The priority. Of the atoms that can start at the same moment, those with a higher priority
   * start first.
   */
  int priority();
}
