// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.backend.Backend;
import dev.baton.board.Admission;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.JobBoard;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobStore;
import dev.baton.job.LogLine;
import dev.baton.job.PostResult;
import dev.baton.job.RunWrite;
import dev.baton.job.Watch;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ports of a backend as one executor reaches them: each call passes through a fault injector.
 */
final class FaultInjectingPorts {

  private final FaultInjector faultInjector;

  private FaultInjectingPorts(FaultInjector faultInjector) {
    this.faultInjector = faultInjector;
  }

  static ExecutorPorts of(Backend backend, FaultInjector faultInjector) {
    FaultInjectingPorts gated = new FaultInjectingPorts(faultInjector);
    return new ExecutorPorts(
        gated.new FaultyJobBoard(backend.board()),
        gated.new FaultyJobStore(backend.jobs()),
        gated.new FaultyJobLog(backend.log()),
        backend.history(),
        backend.memberRegistry(),
        backend
            .logbook()
            .map(store -> (LogbookStore) gated.new FaultyLogbookStore(store))
            .orElse(null));
  }

  private <T extends @Nullable Object> T call(Supplier<T> call) {
    faultInjector.checkNotBlocked();
    T answer = call.get();
    faultInjector.checkNotBlocked();
    return answer;
  }

  private void run(Runnable call) {
    faultInjector.checkNotBlocked();
    call.run();
    faultInjector.checkNotBlocked();
  }

  private void write(Runnable call) {
    faultInjector.write(() -> {
      call.run();
      return true;
    });
  }

  private final class FaultyLogbookStore implements LogbookStore {
    private final LogbookStore store;

    FaultyLogbookStore(LogbookStore store) {
      this.store = store;
    }

    @Override
    public void write(FlowWrite write) {
      FaultInjectingPorts.this.write(() -> store.write(write));
    }

    @Override
    public Optional<Logbook> find(JobId job) {
      return call(() -> store.find(job));
    }

    @Override
    public List<FlowTransition> transitions(JobId job, int offset, int limit) {
      return call(() -> store.transitions(job, offset, limit));
    }

    @Override
    public boolean delete(JobId job) {
      return call(() -> store.delete(job));
    }
  }

  private final class FaultyJobBoard implements JobBoard {
    private final JobBoard board;

    FaultyJobBoard(JobBoard board) {
      this.board = board;
    }

    @Override
    public BoardSession join(String owner, Duration lease) {
      BoardSession boardSession = call(() -> board.join(owner, lease));
      faultInjector.joined();
      return new FaultyBoardSession(boardSession);
    }

    @Override
    public boolean endDeadSession(String reference) {
      return call(() -> board.endDeadSession(reference));
    }

    @Override
    public Watch watch(Runnable onPosting) {
      return board.watch(onPosting);
    }

    @Override
    public @Nullable Instant nextDue() {
      return call(board::nextDue);
    }

    @Override
    public List<Posting> postings(int offset, int limit) {
      return call(() -> board.postings(offset, limit));
    }

    @Override
    public Reconciliation reconcile() {
      return call(board::reconcile);
    }
  }

  private final class FaultyBoardSession implements BoardSession {
    private final BoardSession boardSession;

    FaultyBoardSession(BoardSession boardSession) {
      this.boardSession = boardSession;
    }

    @Override
    public List<Claim> claim(int max, Admission admission) {
      faultInjector.checkNotBlocked();
      faultInjector.claims();
      List<Claim> granted = boardSession.claim(max, admission);
      faultInjector.losesAnswer(!granted.isEmpty());
      faultInjector.checkNotBlocked();
      return granted;
    }

    @Override
    public Deadline trustedUntil() {
      return boardSession.trustedUntil();
    }

    @Override
    public List<JobId> renew() {
      return call(boardSession::renew);
    }

    @Override
    public List<ClaimRef> heldClaims() {
      return call(boardSession::heldClaims);
    }

    @Override
    public Watch watch(Runnable onEnded) {
      return boardSession.watch(onEnded);
    }

    @Override
    public String reference() {
      return boardSession.reference();
    }

    @Override
    public void consume(Claim claim) {
      run(() -> boardSession.consume(claim));
    }

    @Override
    public void abandon(Claim claim) {
      faultInjector.checkReturn();
      run(() -> boardSession.abandon(claim));
    }

    @Override
    public void abandonUnstarted(Claim claim) {
      faultInjector.checkReturn();
      run(() -> boardSession.abandonUnstarted(claim));
    }

    @Override
    public void close() {
      run(boardSession::close);
    }
  }

  private final class FaultyJobLog implements JobLog {
    private final JobLog log;

    FaultyJobLog(JobLog log) {
      this.log = log;
    }

    @Override
    public void append(JobId job, long token, List<LogLine> lines) {
      run(() -> log.append(job, token, lines));
    }

    @Override
    public List<NumberedLine> read(JobId job, long after, int limit) {
      return call(() -> log.read(job, after, limit));
    }

    @Override
    public Optional<String> lastMark(JobId job, String prefix) {
      return call(() -> log.lastMark(job, prefix));
    }
  }

  private final class FaultyJobStore implements JobStore {
    private final JobStore store;

    FaultyJobStore(JobStore store) {
      this.store = store;
    }

    @Override
    public List<PostResult> add(List<Job> jobs) {
      return faultInjector.write(() -> store.add(jobs));
    }

    @Override
    public Optional<Job> find(JobId id) {
      faultInjector.checkRead();
      return call(() -> store.find(id));
    }

    @Override
    public Job replace(Job edited) {
      return faultInjector.write(() -> store.replace(edited));
    }

    @Override
    public void write(RunWrite write) {
      FaultInjectingPorts.this.write(() -> store.write(write));
    }

    @Override
    public boolean delete(JobId id) {
      return call(() -> store.delete(id));
    }

    @Override
    public long deleteAll(Filter filter, @Nullable Set<String> deletableBy) {
      return call(() -> store.deleteAll(filter, deletableBy));
    }

    @Override
    public long countUnfinished(String owner) {
      return call(() -> store.countUnfinished(owner));
    }

    @Override
    public JobPage search(JobQuery query) {
      return call(() -> store.search(query));
    }

    @Override
    public String identity() {
      return call(store::identity);
    }
  }
}
