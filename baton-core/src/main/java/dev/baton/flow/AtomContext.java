// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.Optional;

/**
 * Gives the body of an atom access to the run of its flow. Only the thread of the body may use it.
 */
public interface AtomContext {

  /** The name of the root flow. */
  String flow();

  /** The name of this atom. */
  String atom();

  /**
   * Returns the value of a parameter.
   *
   * @throws dev.baton.error.InvalidInputException if the atom does not declare the parameter, or
   *     the value cannot be read as the type of the parameter
   * @throws dev.baton.error.NotFoundException if the parameter has no value, or the value is null
   */
  <T> T get(Symbol<T> parameter);

  /** Whether the parameter has a value, including null. */
  boolean has(Symbol<?> parameter);

  /**
   * Returns the value of a parameter, or empty if it has no value or the value is null. A parameter
   * of type JSON that is null returns the null node.
   *
   * @throws dev.baton.error.InvalidInputException as for {@link #get}
   */
  <T> Optional<T> find(Symbol<T> parameter);

  /**
   * The number of this call of the method, from 1. The number grows with every start of the same
   * method of the atom: after a crash, and when a retry controller runs the flow again.
   */
  int attempt();

  /**
   * Whether an earlier call was interrupted, by the death of its process or by a durable wait. Some
   * effects of that call may exist.
   */
  boolean resumed();

  /**
   * A key that is the same for all calls of one intended execution. A resumed atom keeps its key;
   * an atom that is executed again after a revert gets a new key. Pass the key to services that
   * deduplicate requests.
   */
  String idempotencyKey();

  /**
   * The fencing token of the claim. It grows from claim to claim of the job. Pass it to services
   * that refuse stale writers.
   */
  long fencingToken();

  /**
   * Adds a line to the log of the job, marked with the name of this atom. The line is written soon,
   * not at once.
   */
  void log(String line);

  /**
   * Gives access to the child jobs of the flow. {@link Task#job} posts a child job and waits for it
   * in one step.
   */
  ChildJobs childJobs();

  /**
   * Suspends the run of the flow: it starts no further atom, and ends when the running atoms have
   * ended.
   */
  void suspend();

  /**
   * Whether the run of the flow must end soon, or the flow is to be reverted. If so, a long execute
   * should call {@link TaskContext#handOver} or throw. Always false for a revert, because the run
   * of the flow waits for the end of a revert.
   */
  boolean stopRequested();
}
