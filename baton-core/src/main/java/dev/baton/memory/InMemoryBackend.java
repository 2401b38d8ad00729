// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.backend.Backend;
import dev.baton.backend.BackendPorts;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import java.util.Optional;

/**
 * A backend in the memory of this process, with the semantics of a database. Its data is in the
 * object only; nothing is durable. Never blocks for long. Only {@link #check()} throws {@link
 * UnavailableException}, after the backend was closed.
 */
public final class InMemoryBackend implements Backend {

  private final BackendPorts backendPorts;
  // Written by the thread that closes, read by any thread.
  private volatile boolean closed;

  /**
   * @param clock gives wall time and monotonic time; leases use the monotonic time
   */
  public InMemoryBackend(Clock clock) {
    InMemoryJobTable table = new InMemoryJobTable(clock);
    InMemoryActionStore actions = new InMemoryActionStore(clock);
    this.backendPorts =
        new BackendPorts(
            new InMemoryJobStore(table),
            new InMemoryJobLog(table),
            new InMemoryJobHistory(table),
            new InMemoryJobBoard(table),
            Optional.of(new InMemoryExternalBoardStore(table)),
            new InMemoryElection(clock),
            new InMemoryDistributionStore(),
            new InMemoryMemberRegistry(clock, actions),
            actions,
            Optional.of(new InMemoryAccountStore()),
            Optional.of(new FencedLogbookStore(table)),
            Optional.of(new InMemoryJobStatistics(table)));
  }

  @Override
  public String description() {
    return "memory of this process";
  }

  @Override
  public BackendPorts ports() {
    return backendPorts;
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
