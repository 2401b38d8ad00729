// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import dev.baton.access.Acl;
import dev.baton.board.Claim;
import dev.baton.error.LostClaimException;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import dev.baton.job.JobSteps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Claims jobs for a claimer and starts them, in one transaction. */
final class GrabJobs {

  private static final Comparator<Record> ORDER =
      Comparator.<Record>comparingInt(row -> row.get(PRIORITY))
          .thenComparingLong(row -> row.get(SEQ));

  private final Database database;
  private final Leases leases;
  private final Acls acls;

  GrabJobs(Database database, Leases leases, Acls acls) {
    this.database = database;
    this.leases = leases;
    this.acls = acls;
  }

  /** A claim and where its job stands on the board. */
  record Grabbed(PeekBoard.Candidate place, Claim claim) {}

  /**
   * Claims at most {@code max} of the jobs: those that nobody else has claimed or is claiming.
   *
   * @throws LostClaimException if the claimer's lease ran out
   */
  List<Grabbed> run(long claimer, String owner, List<Long> seqs, int max) {
    return database.write(sql -> grab(sql, claimer, owner, seqs, max));
  }

  private List<Grabbed> grab(DSLContext sql, long claimer, String owner, List<Long> seqs, int max) {
    // The row of the claimer stays locked until the commit: nobody can declare it dead and release
    // its jobs without seeing these.
    if (!leases.renew(sql, claimer)) {
      throw new LostClaimException(
          "the lease of executor '" + owner + "' ran out; its jobs go to others. It joins anew");
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
    List<? extends Record> free =
        rows.stream()
            .filter(row -> row.get(PHASE) != null && row.get(PHASE) == READY)
            .sorted(ORDER)
            .limit(max)
            .toList();
    if (free.isEmpty()) {
      return List.of();
    }
    long now = free.getFirst().get(clock);
    update(sql, free, claimer, owner, now);
    Function<Record, Acl> lists = acls.of(sql, rows);
    List<Grabbed> grabbed = new ArrayList<>();
    free.forEach(row -> grabbed.add(claim(row, lists.apply(row), owner, now)));
    return grabbed;
  }

  private static void update(
      DSLContext sql, List<? extends Record> rows, long claimer, String owner, long now) {
    sql.update(JOB)
        .set(PHASE, CLAIMED)
        .set(HOLDER, claimer)
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
        .where(SEQ.in(rows.stream().map(row -> row.get(SEQ)).toList()))
        .execute();
    Events events = new Events();
    for (Record row : rows) {
      JobEvent.Kind kind = isResumed(row) ? JobEvent.Kind.RESUMED : JobEvent.Kind.STARTED;
      int attempt = row.get(ATTEMPT) + 1;
      events.add(new Events.Event(row.get(SEQ), kind, JobState.RUNNING, attempt, owner, null));
    }
    events.insert(sql, now);
  }

  private static boolean isResumed(Record row) {
    return JobRows.state(row) == JobState.RUNNING;
  }

  private static Grabbed claim(Record row, Acl acl, String owner, long now) {
    Job job =
        JobSteps.claimed(
            JobRows.job(row, acl), owner, row.get(TOKEN) + 1, Instant.ofEpochMilli(now));
    return new Grabbed(
        new PeekBoard.Candidate(row.get(PRIORITY), row.get(SEQ), 0),
        new Claim(job, isResumed(row)));
  }
}
