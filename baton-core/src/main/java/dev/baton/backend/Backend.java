// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.backend;

import dev.baton.access.AccountStore;
import dev.baton.board.ExternalBoardStore;
import dev.baton.board.JobBoard;
import dev.baton.election.DistributionStore;
import dev.baton.election.Election;
import dev.baton.error.InvalidInputException;
import dev.baton.job.ExecutorJobService;
import dev.baton.job.JobHistory;
import dev.baton.job.JobLog;
import dev.baton.job.JobStore;
import dev.baton.logbook.LogbookStore;
import dev.baton.member.ActionStore;
import dev.baton.member.MemberRegistry;
import dev.baton.statistics.JobStatistics;
import java.util.Optional;

/**
 * The durable services of a Baton process: job store, board, election, member registry and others.
 * Each driver has one implementation of this interface, which the driver's factory opens. The ports
 * can be used until {@link #close()}, which waits for writes that are under way.
 */
public interface Backend extends AutoCloseable {

  /**
   * Describes the backend for display, without secrets, such as {@code PostgreSQL 15.4 at
   * localhost:5432/baton}.
   */
  String description();

  /** Returns the ports. The objects are the same at every call. */
  BackendPorts ports();

  /** Returns the same object as {@link BackendPorts#jobs}. */
  default JobStore jobs() {
    return ports().jobs();
  }

  /** Returns the same object as {@link BackendPorts#log}. */
  default JobLog log() {
    return ports().log();
  }

  /** Returns the same object as {@link BackendPorts#history}. */
  default JobHistory history() {
    return ports().history();
  }

  /** Returns the same object as {@link BackendPorts#board}. */
  default JobBoard board() {
    return ports().board();
  }

  /**
   * Returns the same object as {@link BackendPorts#externalBoardStore}; empty if no external board
   * can use the job store.
   */
  default Optional<ExternalBoardStore> externalBoardStore() {
    return ports().externalBoardStore();
  }

  /** Returns the same object as {@link BackendPorts#election}. */
  default Election election() {
    return ports().election();
  }

  /** Returns the same object as {@link BackendPorts#distributions}. */
  default DistributionStore distributions() {
    return ports().distributions();
  }

  /** Returns the same object as {@link BackendPorts#memberRegistry}. */
  default MemberRegistry memberRegistry() {
    return ports().memberRegistry();
  }

  /** Returns the same object as {@link BackendPorts#actions}. */
  default ActionStore actions() {
    return ports().actions();
  }

  /**
   * Returns the same object as {@link BackendPorts#accounts}; empty if the backend stores no
   * accounts.
   */
  default Optional<AccountStore> accounts() {
    return ports().accounts();
  }

  /**
   * Returns the same object as {@link BackendPorts#logbook}; empty if the backend stores no
   * progress of flows.
   */
  default Optional<LogbookStore> logbook() {
    return ports().logbook();
  }

  /**
   * Returns the same object as {@link BackendPorts#statistics}; empty if the backend does not count
   * events.
   */
  default Optional<JobStatistics> statistics() {
    return ports().statistics();
  }

  /**
   * Returns the service through which a running job reads and changes other jobs. A backend that
   * has only the rights of an executor sends these requests to a server, which checks the rights of
   * the running job's owners.
   *
   * @param local the service of this process, which works on {@link #jobs()}
   */
  default ExecutorJobService executorJobService(ExecutorJobService local) {
    return local;
  }

  /**
   * Returns how much the connections to the store are used now; empty if the backend has no pool of
   * connections. Does not block.
   */
  default Optional<ConnectionUse> connectionUse() {
    return Optional.empty();
  }

  /**
   * Copies an embedded store while it is used. The copy contains every write that was answered
   * before the call, and no login sessions. Blocks for as long as the copy takes; other threads can
   * use the store during the copy.
   *
   * @return the copy; the caller must close it
   * @throws InvalidInputException if the store is not embedded; the message names the program that
   *     copies it
   * @throws dev.baton.error.ConflictException if another copy is being made
   * @throws dev.baton.error.UnavailableException if the copy cannot be written, for example because
   *     the disk is full
   */
  default StoreCopy copyStore() {
    throw new InvalidInputException(
        "the store '" + description() + "' is not embedded, so Baton cannot back it up");
  }

  /**
   * Checks that the servers of the backend answer now and accept writes.
   *
   * @throws dev.baton.error.UnavailableException if they do not
   */
  void check();

  @Override
  void close();
}
