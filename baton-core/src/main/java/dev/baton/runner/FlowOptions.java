// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

/**
 * How a flow is run. The defaults are what a new user wants; the rest is for flows that were
 * written for other rules.
 *
 * @param maxWorkers how many bodies may run at once; 0 runs them one after the other on the
 *     caller's thread
 * @param deferReverts whether giving up a part leaves it to what is around to decide, so that
 *     without a retry there everything is reverted; false reverts only that part
 * @param neverResolve whether the flow just stops at a failure: nothing is reverted or retried
 * @param haltOnUndecided whether the flow just stops when a retry or a decider cannot decide; false
 *     reverts everything
 * @param definitionChange what happens when the definition is not the one that was run before
 * @param commits which steps share a write
 */
public record FlowOptions(
    int maxWorkers,
    boolean deferReverts,
    boolean neverResolve,
    boolean haltOnUndecided,
    DefinitionChange definitionChange,
    Commits commits) {

  /** Parallel with up to 16 workers. */
  public static final FlowOptions DEFAULT =
      new FlowOptions(16, true, false, false, DefinitionChange.REFUSE, Commits.GROUPED);

  /** What happens when the definition is not the one that was run before. */
  public enum DefinitionChange {
    /** Refused when an atom that has run differs or is gone. */
    REFUSE,
    /** Atoms are matched by name: new ones run where their place allows, others are left alone. */
    MAP
  }

  /** Which steps share a write. */
  public enum Commits {
    /** All steps between two bodies, such as the success of one atom and the start of the next. */
    GROUPED,
    /** Each step has its own, so that a listener sees nothing in the store but what it heard of. */
    EACH
  }

  public FlowOptions {
    if (maxWorkers < 0) {
      throw new IllegalArgumentException("maxWorkers must be 0 (serial) or more, is " + maxWorkers);
    }
  }

  public FlowOptions withMaxWorkers(int workers) {
    return new FlowOptions(
        workers, deferReverts, neverResolve, haltOnUndecided, definitionChange, commits);
  }

  /** All bodies on the caller's thread, one after the other. */
  public FlowOptions serial() {
    return withMaxWorkers(0);
  }

  public FlowOptions withDeferReverts(boolean value) {
    return new FlowOptions(
        maxWorkers, value, neverResolve, haltOnUndecided, definitionChange, commits);
  }

  public FlowOptions withNeverResolve(boolean value) {
    return new FlowOptions(
        maxWorkers, deferReverts, value, haltOnUndecided, definitionChange, commits);
  }

  public FlowOptions withHaltOnUndecided(boolean value) {
    return new FlowOptions(
        maxWorkers, deferReverts, neverResolve, value, definitionChange, commits);
  }

  public FlowOptions withDefinitionChange(DefinitionChange value) {
    return new FlowOptions(maxWorkers, deferReverts, neverResolve, haltOnUndecided, value, commits);
  }

  public FlowOptions withCommits(Commits value) {
    return new FlowOptions(
        maxWorkers, deferReverts, neverResolve, haltOnUndecided, definitionChange, value);
  }
}
