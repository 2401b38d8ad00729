// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

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
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;

/** Claims jobs for a board session and starts them, in one transaction. */
final class LockAndStartJobs {

  private static final Comparator<Record> ORDER =
      Comparator.<Record>comparingInt(row -> row.get(PRIORITY))
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
   * @param setAside row numbers of jobs that this process cannot read, or that a gate holds back
   *     although their columns say that they are ready; they stay on the board
   */
  record LockResult(List<LockedJob> lockedJobs, List<Long> setAside) {}

  /** A job that can be claimed, with its row, as they were before the claim. */
  private record Free(Record row, Job job) {
    boolean isResumed() {
      return job.state() == JobState.RUNNING;
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
    // The row of the session stays locked until the commit. Thus no process can declare the session
    // dead and release its jobs without seeing the new claims.
    if (!leases.renew(sql, sessionId)) {
      throw new LostClaimException(
          "the lease of executor '"
              + owner
              + "' has expired; other executors resume its jobs. Join the board again");
    }
    Field<Long> clock = database.now().as("now_millis");
    var rows =
        sql.select(COLUMNS)
            .select(clock)
            .from(JOB)
            .where(SEQ.in(seqs))
            .forUpdate()
            .skipLocked()
            .fetch();
    if (rows.isEmpty()) {
      return new LockResult(List.of(), List.of());
    }
    long now = rows.getFirst().get(clock);
    List<Long> setAside = new ArrayList<>();
    List<Free> free = free(jobs.of(sql, rows), rows, now, max, setAside);
    if (free.isEmpty()) {
      return new LockResult(List.of(), setAside);
    }
    update(sql, free, sessionId, owner, now);
    return new LockResult(free.stream().map(each -> claim(each, owner, now)).toList(), setAside);
  }

  /**
   * Reads the jobs before the transaction writes anything, and asks the gates about each job. The
   * column {@code phase} only preselects: a gate can be closed although the phase is READY. Jobs
   * that this process cannot read are left to other executors.
   */
  private static List<Free> free(
      Function<Record, Optional<Job>> read,
      Result<Record> rows,
      long now,
      int max,
      List<Long> setAside) {
    List<Free> free = new ArrayList<>();
    for (Record row : rows.stream().filter(LockAndStartJobs::isReady).sorted(ORDER).toList()) {
      if (free.size() == max) {
        return free;
      }
      read.apply(row)
          .filter(job -> JdbcBoardPosition.unclaimed(job, now).closedGate().isEmpty())
          .ifPresentOrElse(job -> free.add(new Free(row, job)), () -> setAside.add(row.get(SEQ)));
    }
    return free;
  }

  private static boolean isReady(Record row) {
    return row.get(PHASE) != null && row.get(PHASE) == READY;
  }

  private static void update(
      DSLContext sql, List<Free> free, long sessionId, String owner, long now) {
    sql.update(JOB)
        .set(PHASE, CLAIMED)
        .set(HOLDER, sessionId)
        .set(OWNER, owner)
        .set(STATE, JobState.RUNNING.name())
        .set(TOKEN, TOKEN.plus(1))
        .set(ATTEMPT, ATTEMPT.plus(1))
        .set(STARTED, DSL.coalesce(STARTED, now))
        .set(
            TIME_OF_STATUS_CHANGE,
            DSL.when(STATUS_MESSAGE.isNotNull(), DSL.val(now)).otherwise(TIME_OF_STATUS_CHANGE))
        .set(UPDATED, now)
        .set(REVISION, REVISION.plus(1))
        .where(SEQ.in(free.stream().map(each -> each.row().get(SEQ)).toList()))
        .execute();
    JobEventRows jobEventRows = new JobEventRows();
    for (Free each : free) {
      JobEvent.Kind kind = each.isResumed() ? JobEvent.Kind.RESUMED : JobEvent.Kind.STARTED;
      int attempt = each.job().status().attempt() + 1;
      jobEventRows.add(
          new JobEventRows.Event(
              each.row().get(SEQ), kind, JobState.RUNNING, attempt, owner, null));
    }
    jobEventRows.insert(sql, now);
  }

  private static LockedJob claim(Free free, String owner, long now) {
    Record row = free.row();
    Job job =
        JobTransitionEffects.claimed(
            free.job(), owner, row.get(TOKEN) + 1, Instant.ofEpochMilli(now));
    return new LockedJob(
        new PeekBoard.Candidate(row.get(PRIORITY), row.get(SEQ), 0),
        new Claim(job, free.isResumed()));
  }
}
