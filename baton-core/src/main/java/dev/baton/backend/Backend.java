// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.backend;

import dev.baton.access.AccountStore;
import dev.baton.board.ExternalBoardStore;
import dev.baton.board.JobBoard;
import dev.baton.election.DistributionStore;
import dev.baton.election.Election;
import dev.baton.job.ExecutorJobService;
import dev.baton.job.JobHistory;
import dev.baton.job.JobLog;
import dev.baton.job.JobStore;
import dev.baton.logbook.LogbookStore;
import dev.baton.member.ActionStore;
import dev.baton.member.MemberRegistry;
import java.util.Optional;

/**
 * Everything durable that a Baton process stands on: one object per driver. Opened by the driver's
 * factory; the ports work until {@link #close()}, which waits for writes under way.
 */
public interface Backend extends AutoCloseable {

  /** For people, without secrets, such as {@code PostgreSQL 15.4 at localhost:5432/baton}. */
  String description();

  /** The same objects at every call. */
  BackendPorts ports();

  default JobStore jobs() {
    return ports().jobs();
  }

  default JobLog log() {
    return ports().log();
  }

  default JobHistory history() {
    return ports().history();
  }

  default JobBoard board() {
    return ports().board();
  }

  default Optional<ExternalBoardStore> externalBoardStore() {
    return ports().externalBoardStore();
  }

  default Election election() {
    return ports().election();
  }

  default DistributionStore distributions() {
    return ports().distributions();
  }

  default MemberRegistry memberRegistry() {
    return ports().memberRegistry();
  }

  default ActionStore actions() {
    return ports().actions();
  }

  default Optional<AccountStore> accounts() {
    return ports().accounts();
  }

  default Optional<LogbookStore> logbook() {
    return ports().logbook();
  }

  /**
   * What running jobs may do with other jobs. A backend that is reached with the rights of an
   * executor only has that done where the rights are known.
   *
   * @param local what does it in this process, on {@link #jobs()}
   */
  default ExecutorJobService executorJobService(ExecutorJobService local) {
    return local;
  }

  /**
   * Asks whether the servers behind answer now, and take writes.
   *
   * @throws dev.baton.error.UnavailableException if not
   */
  void check();

  @Override
  void close();
}
