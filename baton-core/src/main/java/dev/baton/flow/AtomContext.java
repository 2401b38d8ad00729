// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.Optional;

/** What every body of an atom sees of the run that calls it. For the body's thread only. */
public interface AtomContext {

  /** The name of the root flow. */
  String flow();

  /** The name of this atom. */
  String atom();

  /**
   * The value of a parameter.
   *
   * @throws dev.baton.error.InvalidInputException if the atom does not declare the parameter, or
   *     the value cannot be read as its type
   * @throws dev.baton.error.NotFoundException if there is no value, or it is null
   */
  <T> T get(Symbol<T> parameter);

  /** Whether there is a value for a parameter, be it null. */
  boolean has(Symbol<?> parameter);

  /**
   * The value of a parameter if there is one that is not null; of a parameter of JSON also the null
   * node.
   *
   * @throws dev.baton.error.InvalidInputException as {@link #get}
   */
  <T> Optional<T> find(Symbol<T> parameter);

  /**
   * 1 for the first call of this method of this atom; grows with every start, resumed or retried.
   */
  int attempt();

  /**
   * True when an earlier call was cut off, by the death of its process or a wait, so that its
   * effects may be there in part.
   */
  boolean resumed();

  /**
   * The same for all calls that stand for one intended execution: an atom that is resumed keeps it,
   * one that is retried after a revert gets a new one. To be passed to services that deduplicate.
   */
  String idempotencyKey();

  /** Grows from claim to claim of the job: to be passed to services that refuse stale writers. */
  long fencingToken();

  /** Adds a line to the log of the job, marked with the name of this atom. Written soon. */
  void log(String line);

  /** The jobs that this atom posts; {@link Task#job} does it all. */
  ChildJobs childJobs();

  /** Asks the run to start nothing more and to end once what is running has ended. */
  void suspend();

  /**
   * True once the run is to end soon or the flow is to be reverted: a long execute should then hand
   * over or throw. Never true for reverts, which are let finish.
   */
  boolean stopRequested();
}
