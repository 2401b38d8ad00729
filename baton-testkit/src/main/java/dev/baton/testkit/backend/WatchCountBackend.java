// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.backend;

import dev.baton.backend.Backend;
import dev.baton.backend.BackendPorts;
import dev.baton.board.BoardSession;
import dev.baton.board.JobBoard;
import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A backend in memory that counts the open watches of its board and its history, so that a test
 * finds a service that leaves a watch open.
 */
public final class WatchCountBackend implements Backend {

  private final InMemoryBackend backend;
  private final BackendPorts ports;
  private final AtomicInteger openWatches = new AtomicInteger();

  /** Creates an empty backend. */
  public WatchCountBackend(Clock clock) {
    this.backend = new InMemoryBackend(clock);
    BackendPorts own = backend.ports();
    this.ports =
        new BackendPorts(
            own.jobs(),
            own.log(),
            new CountedHistory(own.history()),
            new CountedBoard(own.board()),
            own.externalBoardStore(),
            own.election(),
            own.distributions(),
            own.memberRegistry(),
            own.actions(),
            own.accounts(),
            own.logbook(),
            own.statistics());
  }

  /** The number of watches that were opened and not closed. */
  public int openWatches() {
    return openWatches.get();
  }

  private Watch counted(Watch watch) {
    openWatches.incrementAndGet();
    return () -> {
      openWatches.decrementAndGet();
      watch.close();
    };
  }

  @Override
  public String description() {
    return backend.description();
  }

  @Override
  public BackendPorts ports() {
    return ports;
  }

  @Override
  public void check() {
    backend.check();
  }

  @Override
  public void close() {
    backend.close();
  }

  private final class CountedHistory implements JobHistory {
    private final JobHistory history;

    CountedHistory(JobHistory history) {
      this.history = history;
    }

    @Override
    public List<JobEvent> of(JobId job) {
      return history.of(job);
    }

    @Override
    public List<JobEvent> after(long number, int limit) {
      return history.after(number, limit);
    }

    @Override
    public long latest() {
      return history.latest();
    }

    @Override
    public Watch watch(Runnable onChange) {
      return counted(history.watch(onChange));
    }
  }

  private final class CountedBoard implements JobBoard {
    private final JobBoard board;

    CountedBoard(JobBoard board) {
      this.board = board;
    }

    @Override
    public BoardSession join(String owner, Duration lease) {
      return board.join(owner, lease);
    }

    @Override
    public Watch watch(Runnable onPosting) {
      return counted(board.watch(onPosting));
    }

    @Override
    public @Nullable Instant nextDue() {
      return board.nextDue();
    }

    @Override
    public List<Posting> postings(int offset, int limit) {
      return board.postings(offset, limit);
    }

    @Override
    public Reconciliation reconcile() {
      return board.reconcile();
    }
  }
}
