// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.access.AccountStore;
import dev.baton.backend.Backend;
import dev.baton.board.JobBoard;
import dev.baton.board.Ledger;
import dev.baton.distributor.DistributionStore;
import dev.baton.election.Election;
import dev.baton.error.UnavailableException;
import dev.baton.executor.Roster;
import dev.baton.job.JobHistory;
import dev.baton.job.JobLog;
import dev.baton.job.JobStore;
import dev.baton.logbook.LogbookStore;
import dev.baton.service.Clock;
import java.util.Optional;

/**
 * Every port in the memory of this process, with the same semantics as a database has. Nothing
 * outlives the object; nothing is durable. Never blocks for long and never throws {@link
 * UnavailableException}, save {@link #check()} once closed.
 */
public final class InMemoryBackend implements Backend {

  private final InMemoryJobs jobs;
  private final InMemoryBoard board;
  private final InMemoryLedger ledger;
  private final InMemoryElection election;
  private final InMemoryDistributions distributions = new InMemoryDistributions();
  private final InMemoryRoster roster;
  private final InMemoryAccounts accounts = new InMemoryAccounts();
  private final LogbookStore logbook;
  // Set by whoever closes, read by any.
  private volatile boolean closed;

  /**
   * @param clock gives both times; leases run on the monotonic one
   */
  public InMemoryBackend(Clock clock) {
    JobTable table = new JobTable(clock);
    this.jobs = new InMemoryJobs(table);
    this.board = new InMemoryBoard(table);
    this.ledger = new InMemoryLedger(table);
    this.election = new InMemoryElection(clock);
    this.roster = new InMemoryRoster(clock);
    this.logbook = new JobLogbooks(table);
  }

  @Override
  public String description() {
    return "memory of this process";
  }

  @Override
  public JobStore jobs() {
    return jobs;
  }

  @Override
  public JobLog log() {
    return jobs.log();
  }

  @Override
  public JobHistory history() {
    return jobs.history();
  }

  @Override
  public JobBoard board() {
    return board;
  }

  @Override
  public Optional<Ledger> ledger() {
    return Optional.of(ledger);
  }

  @Override
  public Election election() {
    return election;
  }

  @Override
  public DistributionStore distributions() {
    return distributions;
  }

  @Override
  public Roster roster() {
    return roster;
  }

  @Override
  public Optional<AccountStore> accounts() {
    return Optional.of(accounts);
  }

  @Override
  public Optional<LogbookStore> logbook() {
    return Optional.of(logbook);
  }

  @Override
  public void check() {
    if (closed) {
      throw new UnavailableException("the backend in memory is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
