// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ATTEMPT;
import static dev.baton.jdbc.JobTable.COLUMNS;
import static dev.baton.jdbc.JobTable.DUE;
import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.JOBS;
import static dev.baton.jdbc.JobTable.OWNER;
import static dev.baton.jdbc.JobTable.PARKED;
import static dev.baton.jdbc.JobTable.PHASE;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.JobTable.STATE;
import static dev.baton.jdbc.JobTable.TOKEN;
import static dev.baton.jdbc.StatusTable.ACTIVE;
import static dev.baton.jdbc.StatusTable.CLAIMED;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.StatusTable.ON_EXTERNAL_BOARD;
import static dev.baton.jdbc.StatusTable.WAITING;

import dev.baton.board.Claim;
import dev.baton.board.ExternalBoardStore;
import dev.baton.job.ClaimEnd;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.JobTransitionEffects;
import dev.baton.job.LostClaimNote;
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
      DSLContext sql, long now, String owner, List<StartedJob> started, JobEventRows events) {}

  /**
   * A started job.
   *
   * @param event the place of the event of the start among the events of the transaction
   */
  private record StartedJob(long seq, Job job, boolean resumed, int event) {}

  List<ExternalBoardStore.StartResult> run(
      String owner, List<ExternalBoardStore.StartRequest> starts) {
    return database.write(sql -> start(sql, owner, starts));
  }

  private List<ExternalBoardStore.StartResult> start(
      DSLContext sql, String owner, List<ExternalBoardStore.StartRequest> starts) {
    List<String> ids =
        starts.stream().map(startRequest -> startRequest.job().uuid()).distinct().toList();
    // The rows of the table of active jobs are locked first, in a fixed order.
    List<Long> seqs = sql.select(SEQ).from(JOB).where(ID.in(ids)).fetch(SEQ);
    sql.select(JOB_SEQ).from(ACTIVE).where(JOB_SEQ.in(seqs)).orderBy(JOB_SEQ).forUpdate().fetch();
    var rows = sql.select(COLUMNS).select(DUE).from(JOBS).where(SEQ.in(seqs)).fetch();
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
      String note = LostClaimNote.claimedByAnother(row.get(OWNER), pass.owner());
      pass.events()
          .add(
              row.get(SEQ),
              JobEvent.Kind.LOST,
              JobState.RUNNING,
              row.get(ATTEMPT),
              row.get(OWNER),
              note);
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
    pass.started().add(new StartedJob(row.get(SEQ), started, resumed, pass.events().size() - 1));
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
    ExternalBoardStore.BoardState boardState = boardStateOf(row, pass.now());
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
    jobEventRows.add(row.get(SEQ), kind, JobState.RUNNING, attempt, owner, null);
  }

  private static void update(StartTransaction pass) {
    if (pass.started().isEmpty()) {
      return;
    }
    List<Long> numbers = pass.events().insert(pass.sql(), pass.now());
    var batch =
        pass.sql()
            .batch(
                LockAndStartJobs.start(ON_EXTERNAL_BOARD, pass.owner(), pass.now())
                    .set(StatusTable.TOKEN, DSL.param("token", SQLDataType.BIGINT))
                    .set(StatusTable.TAKEOVERS, DSL.param("takeovers", SQLDataType.INTEGER))
                    .where(JOB_SEQ.eq(DSL.param("seq", SQLDataType.BIGINT))));
    for (StartedJob started : pass.started()) {
      JobStatus status = started.job().status();
      batch =
          batch.bind(
              Map.of(
                  "token",
                  status.token(),
                  "takeovers",
                  status.takeovers(),
                  "seq",
                  started.seq(),
                  StatusTable.CLAIM_EVENT.getName(),
                  numbers.get(started.event()),
                  StatusTable.RESUMED.getName(),
                  started.resumed() ? 1 : 0));
    }
    batch.execute();
  }

  /** Returns the board state of a job from a row with {@link JobTable#COLUMNS} and {@code due}. */
  static ExternalBoardStore.BoardState boardStateOf(Record row, long now) {
    Integer phase = row.get(PHASE);
    if (phase == null) {
      return isForeignRun(row)
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
  private static boolean isForeignRun(Record row) {
    // The columns are not parsed, so that the board state is also known for jobs that cannot be
    // read.
    return JobState.RUNNING.name().equals(row.get(STATE)) && row.get(PARKED) == 0;
  }
}
