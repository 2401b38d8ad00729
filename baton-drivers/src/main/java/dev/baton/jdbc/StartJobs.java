// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;
import static dev.baton.jdbc.Tables.JOB_EVENT;
import static dev.baton.jdbc.Tables.JOB_SEQ;
import static dev.baton.jdbc.Tables.KIND;
import static dev.baton.jdbc.Tables.NUMBER;

import dev.baton.board.Claim;
import dev.baton.board.Ledger;
import dev.baton.job.ClaimEnd;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.JobSteps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Starts jobs that a board elsewhere granted, in one transaction. */
final class StartJobs {

  private final Database database;
  private final ReadJobs jobs;

  StartJobs(Database database, ReadJobs jobs) {
    this.database = database;
    this.jobs = jobs;
  }

  /** What one transaction is about. */
  private record Pass(DSLContext sql, long now, String owner, List<Job> started, Events events) {}

  List<Ledger.Answer> run(String owner, List<Ledger.Start> starts) {
    return database.write(sql -> start(sql, owner, starts));
  }

  private List<Ledger.Answer> start(DSLContext sql, String owner, List<Ledger.Start> starts) {
    List<String> ids = starts.stream().map(start -> start.job().uuid()).distinct().toList();
    var rows =
        sql.select(COLUMNS)
            .select(DUE)
            .from(JOB)
            .where(ID.in(ids))
            .orderBy(SEQ)
            .forUpdate()
            .fetch();
    var read = jobs.of(sql, rows);
    Map<JobId, Record> byId = new HashMap<>();
    rows.forEach(row -> byId.put(JobRows.id(row), row));
    Pass pass = new Pass(sql, database.now(sql), owner, new ArrayList<>(), new Events());
    List<Ledger.Answer> answers = new ArrayList<>();
    for (Ledger.Start start : starts) {
      // Taken out: a second start of the same job finds it claimed.
      Record row = byId.get(start.job());
      answers.add(
          row == null
              ? new Ledger.Answer.Refused(Ledger.Refusal.MISSING, 0)
              : read.apply(row)
                  .map(job -> start(pass, row, job, start))
                  .orElseGet(
                      () -> new Ledger.Answer.Refused(Ledger.Refusal.LATER, row.get(TOKEN))));
    }
    update(pass);
    return answers;
  }

  private static Ledger.Answer start(Pass pass, Record row, Job job, Ledger.Start start) {
    long newest = row.get(TOKEN);
    Ledger.Place place = place(pass.sql(), row, pass.now());
    Ledger.Refusal refusal = refusal(place, newest, start);
    if (refusal != null) {
      return new Ledger.Answer.Refused(refusal, newest);
    }
    boolean resumed = job.state() == JobState.RUNNING;
    if (place == Ledger.Place.CLAIMED) {
      add(pass.events(), row, JobEvent.Kind.LOST, row.get(ATTEMPT), row.get(OWNER));
    }
    Job before =
        place == Ledger.Place.CLAIMED
            ? job.withStatus(
                job.status().toBuilder().takeovers(JobSteps.takeovers(job, ClaimEnd.LOST)).build())
            : job;
    Job started =
        JobSteps.claimed(before, pass.owner(), start.token(), Instant.ofEpochMilli(pass.now()));
    JobEvent.Kind kind = resumed ? JobEvent.Kind.RESUMED : JobEvent.Kind.STARTED;
    add(pass.events(), row, kind, row.get(ATTEMPT) + 1, pass.owner());
    pass.started().add(started);
    row.set(TOKEN, start.token());
    row.set(PHASE, CLAIMED);
    return new Ledger.Answer.Started(new Claim(started, resumed));
  }

  private static Ledger.@Nullable Refusal refusal(
      Ledger.Place place, long newest, Ledger.Start start) {
    boolean stale = start.token() <= newest;
    return switch (place) {
      case OFF -> Ledger.Refusal.OFF;
      case NOT_DUE -> Ledger.Refusal.NOT_DUE;
      case CLAIMED ->
          start.over() == null || start.over() != newest
              ? Ledger.Refusal.CLAIMED
              : stale ? Ledger.Refusal.STALE : null;
      case WAITING, OUTSIDE -> stale ? Ledger.Refusal.STALE : null;
    };
  }

  private static void add(
      Events events, Record row, JobEvent.Kind kind, int attempt, @Nullable String owner) {
    events.add(new Events.Event(row.get(SEQ), kind, JobState.RUNNING, attempt, owner, null));
  }

  private static void update(Pass pass) {
    if (pass.started().isEmpty()) {
      return;
    }
    var batch =
        pass.sql()
            .batch(
                DSL.update(JOB)
                    .set(PHASE, CLAIMED)
                    .set(HOLDER, ELSEWHERE)
                    .set(OWNER, pass.owner())
                    .set(STATE, JobState.RUNNING.name())
                    .set(TOKEN, DSL.param("token", SQLDataType.BIGINT))
                    .set(ATTEMPT, ATTEMPT.plus(1))
                    .set(TAKEOVERS, DSL.param("takeovers", SQLDataType.INTEGER))
                    .set(STARTED, DSL.coalesce(STARTED, pass.now()))
                    .set(
                        TIME_OF_STATUS_CHANGE,
                        DSL.when(STATUS_MESSAGE.isNotNull(), DSL.val(pass.now()))
                            .otherwise(TIME_OF_STATUS_CHANGE))
                    .set(UPDATED, pass.now())
                    .set(REVISION, REVISION.plus(1))
                    .where(ID.eq(DSL.param("id", SQLDataType.VARCHAR))));
    for (Job job : pass.started()) {
      batch =
          batch.bind(
              Map.of(
                  "token",
                  job.status().token(),
                  "takeovers",
                  job.status().takeovers(),
                  "id",
                  job.id().uuid()));
    }
    batch.execute();
    pass.events().insert(pass.sql(), pass.now());
  }

  /** Where the job of a row, of {@link JobTable#COLUMNS} and {@code due}, stands. */
  static Ledger.Place place(DSLContext sql, Record row, long now) {
    Integer phase = row.get(PHASE);
    if (phase == null) {
      return isOutside(sql, row) ? Ledger.Place.OUTSIDE : Ledger.Place.OFF;
    }
    return switch (phase) {
      case CLAIMED -> Ledger.Place.CLAIMED;
      case WAITING -> row.get(DUE) > now ? Ledger.Place.NOT_DUE : Ledger.Place.WAITING;
      default -> Ledger.Place.WAITING;
    };
  }

  /** Made RUNNING by an edit; one that is parked is RUNNING too, but its action had its turn. */
  private static boolean isOutside(DSLContext sql, Record row) {
    // Not parsed: where a job stands is known also of one that cannot be read.
    if (!JobState.RUNNING.name().equals(row.get(STATE))) {
      return false;
    }
    String last =
        sql.select(KIND)
            .from(JOB_EVENT)
            .where(JOB_SEQ.eq(row.get(SEQ)))
            .orderBy(NUMBER.desc())
            .limit(1)
            .fetchOne(KIND);
    return !JobEvent.Kind.PARKED.name().equals(last);
  }
}
