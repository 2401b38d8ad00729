// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.COLUMNS;
import static dev.baton.jdbc.JobTable.JOBS;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.*;

import dev.baton.board.Claim;
import dev.baton.error.LostClaimException;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import dev.baton.job.JobTransitionEffects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.UpdateSetMoreStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Claims jobs for a board session and starts them, in one transaction. */
final class LockAndStartJobs {

  private static final Comparator<RowValues> ORDER =
      Comparator.<RowValues>comparingInt(row -> row.get(JobTable.PRIORITY))
          .thenComparingLong(row -> row.get(SEQ));

  private final Database database;
  private final Leases leases;
  private final ReadJobRows jobs;

  LockAndStartJobs(Database database, Leases leases, ReadJobRows jobs) {
    this.database = database;
    this.leases = leases;
    this.jobs = jobs;
  }

  /** A claim, and the place of its job on the board. */
  record LockedJob(PeekBoard.Candidate position, Claim claim) {}

  /**
   * The result of one call.
   *
   * @param renewed whether the lease of the session was renewed
   * @param setAside row numbers of jobs that this process cannot read, or that a gate holds back
   *     although their columns say that they are ready; they stay on the board
   */
  record LockResult(boolean renewed, List<LockedJob> lockedJobs, List<Long> setAside) {}

  /** A job that can be claimed, with its row, as they were before the claim. */
  private record Free<R extends RowValues>(R row, Job job) {
    boolean isResumed() {
      return job.state() == JobState.RUNNING;
    }

    /** Returns the event of the claim. */
    EventBatch.Event started(String owner) {
      return JobEventRows.event(
          row.get(SEQ),
          isResumed() ? JobEvent.Kind.RESUMED : JobEvent.Kind.STARTED,
          JobState.RUNNING,
          job.status().attempt() + 1,
          owner,
          null);
    }
  }

  /**
   * Claims at most {@code max} of the jobs, and skips jobs that others have claimed or are
   * claiming.
   *
   * @throws LostClaimException if the lease of the session expired
   */
  LockResult run(long sessionId, String owner, List<Long> seqs, int max) {
    return database.write(sql -> lockJobs(sql, sessionId, owner, seqs, max));
  }

  private LockResult lockJobs(
      DSLContext sql, long sessionId, String owner, List<Long> seqs, int max) {
    return database.dialect() == Dialect.POSTGRES
        ? startJobs(sql, sessionId, owner, seqs, max)
        : lockThenStart(sql, sessionId, owner, seqs, max);
  }

  /** Starts the jobs first, and takes back the start of jobs that may not be claimed. */
  private LockResult startJobs(
      DSLContext sql, long sessionId, String owner, List<Long> seqs, int max) {
    StartReadyJobs.Started started = StartReadyJobs.run(sql, sessionId, owner, seqs, max);
    Long now = started.millis();
    if (now == null) {
      throw lostLease(owner);
    }
    List<Long> setAside = new ArrayList<>();
    List<Free<StartReadyJobs.StartedRow>> free =
        free(jobs.ofValues(sql, started.rows()), started.rows(), now, max, setAside);
    if (!setAside.isEmpty()) {
      started.rows().stream()
          .filter(row -> setAside.contains(row.get(SEQ)))
          .forEach(row -> StartReadyJobs.undo(sql, row));
      Map<Integer, EventBatch.Event> events = new TreeMap<>();
      free.forEach(each -> events.put(each.row().place(), each.started(owner)));
      EventBatch.replace(sql, started.rows().getFirst().batch(), events);
    }
    return result(started.renewed(), free, setAside, owner, now);
  }

  private LockResult lockThenStart(
      DSLContext sql, long sessionId, String owner, List<Long> seqs, int max) {
    // The row of the session stays locked until the commit. Thus no process can declare the session
    // dead and release its jobs without seeing the new claims.
    if (!leases.renew(sql, sessionId)) {
      throw lostLease(owner);
    }
    // The phase is no condition of the query, because H2 would read all ready jobs to test it.
    List<Long> locked =
        sql
            .select(JOB_SEQ, PHASE)
            .from(ACTIVE)
            .where(JOB_SEQ.in(seqs))
            .forUpdate()
            .skipLocked()
            .fetch()
            .stream()
            .filter(row -> row.value2() != null && row.value2() == READY)
            .map(row -> row.value1())
            .toList();
    if (locked.isEmpty()) {
      return new LockResult(true, List.of(), List.of());
    }
    Field<Long> clock = database.now().as("now_millis");
    var found = sql.select(COLUMNS).select(clock).from(JOBS).where(SEQ.in(locked)).fetch();
    long now = found.isEmpty() ? 0 : found.getFirst().get(clock);
    List<RowValues> rows = found.stream().map(row -> (RowValues) row::get).toList();
    List<Long> setAside = new ArrayList<>();
    List<Free<RowValues>> free = free(jobs.ofValues(sql, rows), rows, now, max, setAside);
    start(sql, free, sessionId, owner, now);
    return result(true, free, setAside, owner, now);
  }

  private static void start(
      DSLContext sql, List<Free<RowValues>> free, long sessionId, String owner, long now) {
    if (free.isEmpty()) {
      return;
    }
    JobEventRows events = new JobEventRows();
    free.forEach(each -> events.add(each.started(owner)));
    List<Long> numbers = events.insert(sql, now);
    var batch =
        sql.batch(
            start(sessionId, owner, now)
                .set(TOKEN, TOKEN.plus(1))
                .where(JOB_SEQ.eq(DSL.param("seq", SQLDataType.BIGINT))));
    for (int i = 0; i < free.size(); i++) {
      Free<RowValues> each = free.get(i);
      batch =
          batch.bind(
              Map.of(
                  CLAIM_EVENT.getName(),
                  numbers.get(i),
                  RESUMED.getName(),
                  each.isResumed() ? 1 : 0,
                  "seq",
                  each.row().get(SEQ)));
    }
    batch.execute();
  }

  private static LostClaimException lostLease(String owner) {
    return new LostClaimException(
        "the lease of executor '"
            + owner
            + "' has expired; other executors resume its jobs. Join the board again");
  }

  /**
   * Reads the jobs, and asks the gates about each job. The column {@code phase} only preselects: a
   * gate can be closed although the phase is READY. Jobs that this process cannot read are left to
   * other executors.
   */
  private static <R extends RowValues> List<Free<R>> free(
      Function<RowValues, Optional<Job>> read,
      List<R> rows,
      long now,
      int max,
      List<Long> setAside) {
    List<Free<R>> free = new ArrayList<>();
    for (R row : rows.stream().sorted(ORDER).toList()) {
      if (free.size() == max) {
        return free;
      }
      read.apply(row)
          .filter(job -> JdbcBoardPosition.unclaimed(job, now).closedGate().isEmpty())
          .ifPresentOrElse(job -> free.add(new Free<>(row, job)), () -> setAside.add(row.get(SEQ)));
    }
    return free;
  }

  private static LockResult result(
      boolean renewed, List<? extends Free<?>> free, List<Long> setAside, String owner, long now) {
    return new LockResult(
        renewed, free.stream().map(each -> claim(each, owner, now)).toList(), setAside);
  }

  /**
   * Returns an update that starts jobs, without the token and without the condition. It has a
   * parameter for each of the columns {@code claim_event} and {@code resumed}.
   */
  static UpdateSetMoreStep<Record> start(long holder, String owner, long now) {
    return DSL.update(ACTIVE)
        .set(PHASE, CLAIMED)
        .set(HOLDER, holder)
        .set(OWNER, owner)
        .set(STATE, JobState.RUNNING.name())
        .set(ATTEMPT, ATTEMPT.plus(1))
        .set(STARTED, DSL.coalesce(STARTED, now))
        .set(
            TIME_OF_STATUS_CHANGE,
            DSL.when(STATUS_MESSAGE.isNotNull(), DSL.val(now)).otherwise(TIME_OF_STATUS_CHANGE))
        .set(UPDATED, now)
        .set(REVISION, REVISION.plus(1))
        .set(CLAIM_EVENT, DSL.param(CLAIM_EVENT.getName(), SQLDataType.BIGINT))
        .set(CLAIM_TIME, now)
        .set(RESUMED, DSL.param(RESUMED.getName(), SQLDataType.INTEGER));
  }

  private static LockedJob claim(Free<?> free, String owner, long now) {
    RowValues row = free.row();
    Job job =
        JobTransitionEffects.claimed(
            free.job(), owner, free.job().status().token() + 1, Instant.ofEpochMilli(now));
    return new LockedJob(
        new PeekBoard.Candidate(row.get(JobTable.PRIORITY), row.get(SEQ), 0),
        new Claim(job, free.isResumed()));
  }
}
