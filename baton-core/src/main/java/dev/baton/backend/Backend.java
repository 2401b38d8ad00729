// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.backend;

import dev.baton.access.AccountStore;
import dev.baton.board.JobBoard;
import dev.baton.board.Ledger;
import dev.baton.distributor.DistributionStore;
import dev.baton.election.Election;
import dev.baton.executor.Roster;
import dev.baton.job.JobHistory;
import dev.baton.job.JobLog;
import dev.baton.job.JobStore;
import dev.baton.logbook.LogbookStore;
import java.util.Optional;

/**
 * Everything durable that a Baton process stands on: one object per driver. Opened by the driver's
 * factory; the ports work until {@link #close()}, which waits for writes under way.
 */
public interface Backend extends AutoCloseable {

  /** For people, without secrets, such as {@code PostgreSQL 15.4 at localhost:5432/baton}. */
  String description();

  JobStore jobs();

  JobLog log();

  JobHistory history();

  JobBoard board();

  /** What a board elsewhere needs of the store; absent where the store can only be its own. */
  default Optional<Ledger> ledger() {
    return Optional.empty();
  }

  Election election();

  DistributionStore distributions();

  Roster roster();

  /** Absent where accounts are somebody else's business, as for a remote server. */
  Optional<AccountStore> accounts();

  /** Absent where flows cannot be kept; jobs whose action is a flow cannot run there. */
  default Optional<LogbookStore> logbook() {
    return Optional.empty();
  }

  /**
   * Asks whether the servers behind answer now.
   *
   * @throws dev.baton.error.UnavailableException if not
   */
  void check();

  @Override
  void close();
}
