// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.backend.Backend;
import dev.baton.board.Admission;
import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.board.JobBoard;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobStore;
import dev.baton.job.LogLine;
import dev.baton.job.Posted;
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

/** The ports of a backend as one executor reaches them: through a gate. */
final class GatedPorts {

  private final Gate gate;

  private GatedPorts(Gate gate) {
    this.gate = gate;
  }

  static ExecutorPorts of(Backend backend, Gate gate) {
    GatedPorts gated = new GatedPorts(gate);
    return new ExecutorPorts(
        gated.new Board(backend.board()),
        gated.new Store(backend.jobs()),
        gated.new Log(backend.log()),
        backend.history(),
        backend.roster(),
        backend.logbook().map(store -> (LogbookStore) gated.new Book(store)).orElse(null));
  }

  private <T extends @Nullable Object> T call(Supplier<T> call) {
    gate.pass();
    T answer = call.get();
    gate.pass();
    return answer;
  }

  private void run(Runnable call) {
    gate.pass();
    call.run();
    gate.pass();
  }

  private void write(Runnable call) {
    gate.write(() -> {
      call.run();
      return true;
    });
  }

  private final class Book implements LogbookStore {
    private final LogbookStore store;

    Book(LogbookStore store) {
      this.store = store;
    }

    @Override
    public void write(FlowWrite write) {
      GatedPorts.this.write(() -> store.write(write));
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

  private final class Board implements JobBoard {
    private final JobBoard board;

    Board(JobBoard board) {
      this.board = board;
    }

    @Override
    public Claims join(String owner, Duration lease) {
      Claims claims = call(() -> board.join(owner, lease));
      gate.joined();
      return new Stay(claims);
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

  private final class Stay implements Claims {
    private final Claims claims;

    Stay(Claims claims) {
      this.claims = claims;
    }

    @Override
    public List<Claim> claim(int max, Admission admission) {
      gate.pass();
      gate.claims();
      List<Claim> granted = claims.claim(max, admission);
      gate.losesAnswer(!granted.isEmpty());
      gate.pass();
      return granted;
    }

    @Override
    public Deadline trustedUntil() {
      return claims.trustedUntil();
    }

    @Override
    public List<JobId> renew() {
      return call(claims::renew);
    }

    @Override
    public List<Held> held() {
      return call(claims::held);
    }

    @Override
    public Watch watch(Runnable onEnded) {
      return claims.watch(onEnded);
    }

    @Override
    public void consume(Claim claim) {
      run(() -> claims.consume(claim));
    }

    @Override
    public void abandon(Claim claim) {
      gate.checkReturn();
      run(() -> claims.abandon(claim));
    }

    @Override
    public void abandonUnstarted(Claim claim) {
      gate.checkReturn();
      run(() -> claims.abandonUnstarted(claim));
    }

    @Override
    public void close() {
      run(claims::close);
    }
  }

  private final class Log implements JobLog {
    private final JobLog log;

    Log(JobLog log) {
      this.log = log;
    }

    @Override
    public void append(JobId job, long token, List<LogLine> lines) {
      run(() -> log.append(job, token, lines));
    }

    @Override
    public List<Numbered> read(JobId job, long after, int limit) {
      return call(() -> log.read(job, after, limit));
    }

    @Override
    public Optional<String> lastMark(JobId job, String prefix) {
      return call(() -> log.lastMark(job, prefix));
    }
  }

  private final class Store implements JobStore {
    private final JobStore store;

    Store(JobStore store) {
      this.store = store;
    }

    @Override
    public List<Posted> add(List<Job> jobs) {
      return gate.write(() -> store.add(jobs));
    }

    @Override
    public Optional<Job> find(JobId id) {
      return call(() -> store.find(id));
    }

    @Override
    public Job replace(Job edited) {
      return gate.write(() -> store.replace(edited));
    }

    @Override
    public void write(RunWrite write) {
      GatedPorts.this.write(() -> store.write(write));
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
    public long unfinished(String owner) {
      return call(() -> store.unfinished(owner));
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
