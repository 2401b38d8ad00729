// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

/**
 * The options of a flow run. The defaults suit new flows; the other values are for flows that were
 * written for other rules, such as those of TaskFlow.
 *
 * @param maxWorkers how many bodies may run at the same time; 0 runs them one after the other on
 *     the caller's thread
 * @param deferReverts whether everything is reverted if a retry controller decides not to run its
 *     flow again and no outer retry controller decides otherwise; false reverts only the flow of
 *     that retry controller and the atoms after it
 * @param neverResolve whether the flow stops at a failure without reverting atoms and without using
 *     retry controllers
 * @param haltOnUndecided whether the flow stops when a retry controller or a decider cannot decide;
 *     false reverts everything
 * @param definitionChange the reaction if the definition differs from the definition that ran
 *     before
 * @param commits which transitions share a write
 */
public record FlowOptions(
    int maxWorkers,
    boolean deferReverts,
    boolean neverResolve,
    boolean haltOnUndecided,
    DefinitionChange definitionChange,
    Commits commits) {

  /** Parallel, with up to 16 workers. */
  public static final FlowOptions DEFAULT =
      new FlowOptions(16, true, false, false, DefinitionChange.REFUSE, Commits.GROUPED);

  /** Defines what happens if the definition differs from the definition that ran before. */
  public enum DefinitionChange {
    /** Refuse the run of the flow if an atom that has run has changed or is missing. */
    REFUSE,
    /**
     * Match atoms by name. New atoms run when their predecessors are done; stored atoms that are
     * missing in the definition are left unchanged.
     */
    MAP
  }

  /** Defines which transitions share a write. */
  public enum Commits {
    /**
     * All transitions between two bodies share a write, such as the success of one atom and the
     * start of the next.
     */
    GROUPED,
    /**
     * Each transition has its own write, so that the store never contains a transition that a
     * listener has not received.
     */
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

  /** Runs all bodies on the caller's thread, one after the other. */
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
