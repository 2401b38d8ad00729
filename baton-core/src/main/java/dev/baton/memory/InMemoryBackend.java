// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.backend.Backend;
import dev.baton.backend.Ports;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import java.util.Optional;

/**
 * Every port in the memory of this process, with the same semantics as a database has. Nothing
 * outlives the object; nothing is durable. Never blocks for long and never throws {@link
 * UnavailableException}, save {@link #check()} once closed.
 */
public final class InMemoryBackend implements Backend {

  private final Ports ports;
  // Set by whoever closes, read by any.
  private volatile boolean closed;

  /**
   * @param clock gives both times; leases run on the monotonic one
   */
  public InMemoryBackend(Clock clock) {
    JobTable table = new JobTable(clock);
    InMemoryJobs jobs = new InMemoryJobs(table);
    InMemoryActions actions = new InMemoryActions(clock);
    this.ports =
        new Ports(
            jobs,
            jobs.log(),
            jobs.history(),
            new InMemoryBoard(table),
            Optional.of(new InMemoryLedger(table)),
            new InMemoryElection(clock),
            new InMemoryDistributions(),
            new InMemoryRoster(clock, actions),
            actions,
            Optional.of(new InMemoryAccounts()),
            Optional.of(new JobLogbooks(table)));
  }

  @Override
  public String description() {
    return "memory of this process";
  }

  @Override
  public Ports ports() {
    return ports;
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
