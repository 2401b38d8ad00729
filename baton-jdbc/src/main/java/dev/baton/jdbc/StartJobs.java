// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;
import static dev.baton.jdbc.Tables.JOB_EVENT;
import static dev.baton.jdbc.Tables.JOB_SEQ;
import static dev.baton.jdbc.Tables.KIND;
import static dev.baton.jdbc.Tables.NUMBER;

import dev.baton.board.Claim;
import dev.baton.board.ExternalBoardStore;
import dev.baton.job.ClaimEnd;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.JobTransitionEffects;
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

/** Starts jobs that an external board granted, in one transaction. */
final class StartJobs {

  private final Database database;
  private final ReadJobRows jobs;

  StartJobs(Database database, ReadJobRows jobs) {
    this.database = database;
    this.jobs = jobs;
  }

  /**
   * The data of the transaction that starts the jobs: its connection, its time, the executor, the
   * jobs started so far, and their events.
   */
  private record StartTransaction(
      DSLContext sql, long now, String owner, List<Job> started, JobEventRows events) {}

  List<ExternalBoardStore.StartResult> run(
      String owner, List<ExternalBoardStore.StartRequest> starts) {
    return database.write(sql -> start(sql, owner, starts));
  }

  private List<ExternalBoardStore.StartResult> start(
      DSLContext sql, String owner, List<ExternalBoardStore.StartRequest> starts) {
    List<String> ids =
        starts.stream().map(startRequest -> startRequest.job().uuid()).distinct().toList();
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
    StartTransaction pass =
        new StartTransaction(sql, database.now(sql), owner, new ArrayList<>(), new JobEventRows());
    List<ExternalBoardStore.StartResult> answers = new ArrayList<>();
    for (ExternalBoardStore.StartRequest startRequest : starts) {
      // A start changes the token and the phase in this record, so that a second start of the same
      // job finds it claimed.
      Record row = byId.get(startRequest.job());
      answers.add(
          row == null
              ? new ExternalBoardStore.StartResult.Refused(
                  ExternalBoardStore.StartRefusal.JOB_MISSING, 0)
              : read.apply(row)
                  .map(job -> start(pass, row, job, startRequest))
                  .orElseGet(() ->
                      new ExternalBoardStore.StartResult.Refused(
                          ExternalBoardStore.StartRefusal.UNDECIDED, row.get(TOKEN))));
    }
    update(pass);
    return answers;
  }

  private static ExternalBoardStore.StartResult start(
      StartTransaction pass, Record row, Job job, ExternalBoardStore.StartRequest startRequest) {
    long newest = row.get(TOKEN);
    ExternalBoardStore.BoardState boardState = boardStateOf(pass, row, job);
    ExternalBoardStore.StartRefusal startRefusal = startRequest.refusal(boardState, newest);
    if (startRefusal != null) {
      return new ExternalBoardStore.StartResult.Refused(startRefusal, newest);
    }
    boolean resumed = job.state() == JobState.RUNNING;
    if (boardState == ExternalBoardStore.BoardState.CLAIMED) {
      add(pass.events(), row, JobEvent.Kind.LOST, row.get(ATTEMPT), row.get(OWNER));
    }
    Job before =
        boardState == ExternalBoardStore.BoardState.CLAIMED
            ? job.withStatus(
                job.status().toBuilder()
                    .takeovers(JobTransitionEffects.takeovers(job, ClaimEnd.LEASE_LOST))
                    .build())
            : job;
    Job started =
        JobTransitionEffects.claimed(
            before, pass.owner(), startRequest.token(), Instant.ofEpochMilli(pass.now()));
    JobEvent.Kind kind = resumed ? JobEvent.Kind.RESUMED : JobEvent.Kind.STARTED;
    add(pass.events(), row, kind, row.get(ATTEMPT) + 1, pass.owner());
    pass.started().add(started);
    row.set(TOKEN, startRequest.token());
    row.set(PHASE, CLAIMED);
    return new ExternalBoardStore.StartResult.Started(new Claim(started, resumed));
  }

  /**
   * Returns the board state of a job. The columns only preselect: for a job that waits according to
   * its columns, the gates decide.
   */
  private static ExternalBoardStore.BoardState boardStateOf(
      StartTransaction pass, Record row, Job job) {
    ExternalBoardStore.BoardState boardState = boardStateOf(pass.sql(), row, pass.now());
    return boardState == ExternalBoardStore.BoardState.WAITING
        ? ExternalBoardStore.BoardState.of(JdbcBoardPosition.unclaimed(job, pass.now()))
        : boardState;
  }

  private static void add(
      JobEventRows jobEventRows,
      Record row,
      JobEvent.Kind kind,
      int attempt,
      @Nullable String owner) {
    jobEventRows.add(
        new JobEventRows.Event(row.get(SEQ), kind, JobState.RUNNING, attempt, owner, null));
  }

  private static void update(StartTransaction pass) {
    if (pass.started().isEmpty()) {
      return;
    }
    var batch =
        pass.sql()
            .batch(
                DSL.update(JOB)
                    .set(PHASE, CLAIMED)
                    .set(HOLDER, ON_EXTERNAL_BOARD)
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

  /** Returns the board state of a job from a row with {@link JobTable#COLUMNS} and {@code due}. */
  static ExternalBoardStore.BoardState boardStateOf(DSLContext sql, Record row, long now) {
    Integer phase = row.get(PHASE);
    if (phase == null) {
      return isOutside(sql, row)
          ? ExternalBoardStore.BoardState.FOREIGN_RUN
          : ExternalBoardStore.BoardState.OFF_BOARD;
    }
    return switch (phase) {
      case CLAIMED -> ExternalBoardStore.BoardState.CLAIMED;
      case WAITING ->
          row.get(DUE) > now
              ? ExternalBoardStore.BoardState.NOT_DUE
              : ExternalBoardStore.BoardState.WAITING;
      default -> ExternalBoardStore.BoardState.WAITING;
    };
  }

  /**
   * Whether the job is RUNNING because an edit made it so; then an executor that is not Baton's
   * runs it. The caller has checked that no executor of Baton has a claim. A parked job is RUNNING
   * without a claim too, but no edit made it RUNNING.
   */
  private static boolean isOutside(DSLContext sql, Record row) {
    // The state is not parsed, so that the board state is also known for jobs that cannot be read.
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
