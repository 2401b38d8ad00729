// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.COLUMNS;
import static dev.baton.jdbc.JobTable.EXECUTION_MODE;
import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.JOBS;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.*;
import static dev.baton.jdbc.Tables.ENDED_CLAIM;

import dev.baton.board.BoardSession;
import dev.baton.board.ExternalBoardStore;
import dev.baton.job.ClaimEnd;
import dev.baton.job.ExecutionMode;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.LostClaimNote;
import dev.baton.job.Watch;
import dev.baton.service.Batches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The operations on the table of jobs for an external board. Jobs that are posted or claimed on
 * that board have the holder {@link StatusTable#ON_EXTERNAL_BOARD}, so that the index of holders
 * finds them.
 */
final class JdbcExternalBoardStore implements ExternalBoardStore {

  private static final int BATCH = 500;

  private final Database database;
  private final ReadJobRows jobs;
  private final ChangeNotifier changeNotifier;
  private final UnpostedJobs unposted;
  private final StartJobs start;

  JdbcExternalBoardStore(
      Database database, ReadJobRows jobs, DueJobs due, ChangeNotifier changeNotifier) {
    this.database = database;
    this.jobs = jobs;
    this.changeNotifier = changeNotifier;
    this.unposted = new UnpostedJobs(database, due);
    this.start = new StartJobs(database, jobs);
  }

  @Override
  public UnpostedPage unposted(int most, int perKind) {
    return unposted.run(most, perKind);
  }

  @Override
  public void markPosted(Collection<JobId> jobs, boolean posted) {
    for (List<String> some : batches(jobs)) {
      database.write(sql ->
          posted
              ? sql.update(ACTIVE)
                  .set(PHASE, POSTED)
                  .set(HOLDER, ON_EXTERNAL_BOARD)
                  .where(areOf(some))
                  .and(PHASE.eq(READY))
                  .execute()
              : sql.update(ACTIVE)
                  .set(PHASE, READY)
                  .setNull(HOLDER)
                  .where(areOf(some))
                  .and(PHASE.eq(POSTED))
                  .execute());
    }
  }

  /** Matches the rows of jobs with these ids in the tables of {@link StatusTable}. */
  private static Condition areOf(Collection<String> ids) {
    return JOB_SEQ.in(DSL.select(SEQ).from(JOB).where(ID.in(ids)));
  }

  /**
   * Splits the ids into batches. The ids are sorted, so that concurrent calls lock rows in the same
   * order.
   */
  private static List<List<String>> batches(Collection<JobId> jobs) {
    TreeSet<String> ids = new TreeSet<>();
    jobs.forEach(job -> ids.add(job.uuid()));
    return Batches.of(ids, BATCH);
  }

  @Override
  public List<BoardJob> findBoardJobs(Collection<JobId> jobs) {
    List<BoardJob> found = new ArrayList<>();
    for (List<String> some : batches(jobs)) {
      found.addAll(database.read(sql -> boardStates(sql, some)));
    }
    return found;
  }

  private List<BoardJob> boardStates(DSLContext sql, List<String> ids) {
    long now = database.now(sql);
    var rows = sql.select(COLUMNS).select(JobTable.DUE).from(JOBS).where(ID.in(ids)).fetch();
    var read = jobs.of(sql, rows);
    return rows.map(row ->
        new BoardJob(
            JobRows.id(row), read.apply(row).orElse(null), StartJobs.boardStateOf(row, now)));
  }

  @Override
  public List<StartResult> start(String owner, List<StartRequest> starts) {
    List<StartResult> answers = starts.isEmpty() ? List.of() : start.run(owner, starts);
    changeNotifier.notifyHistory();
    return answers;
  }

  @Override
  public Set<JobId> release(Collection<BoardSession.ClaimRef> claims, ClaimEnd end) {
    Map<JobId, Long> tokens = new HashMap<>();
    claims.forEach(claim -> tokens.put(claim.job(), claim.token()));
    Set<JobId> released = new HashSet<>();
    for (List<String> some : batches(tokens.keySet())) {
      released.addAll(database.write(sql -> release(sql, some, tokens, end)));
    }
    if (!released.isEmpty()) {
      changeNotifier.notifyWatchers(EnumSet.of(ChangeNotifier.Kind.HISTORY));
    }
    return released;
  }

  /**
   * Ends claims so that the jobs wait on the external board again. The fencing token grows, so that
   * the store refuses every later write of the old holder.
   */
  private Set<JobId> release(
      DSLContext sql, List<String> ids, Map<JobId, Long> tokens, ClaimEnd end) {
    long now = database.now(sql);
    var rows =
        sql.select(JOB_SEQ, TOKEN, ATTEMPT, OWNER)
            .from(ACTIVE)
            .where(areOf(ids))
            .and(PHASE.eq(CLAIMED))
            .orderBy(JOB_SEQ)
            .forUpdate()
            .fetch();
    Map<Long, String> names = sql.select(SEQ, ID).from(JOB).where(ID.in(ids)).fetchMap(SEQ, ID);
    Set<JobId> released = new HashSet<>();
    List<Long> seqs = new ArrayList<>();
    JobEventRows jobEventRows = new JobEventRows();
    for (Record row : rows) {
      JobId job = new JobId(Objects.requireNonNull(names.get(row.get(JOB_SEQ))));
      if (row.get(TOKEN).equals(tokens.get(job))) {
        released.add(job);
        seqs.add(row.get(JOB_SEQ));
        jobEventRows.add(
            row.get(JOB_SEQ),
            end.event(),
            JobState.RUNNING,
            row.get(ATTEMPT),
            row.get(OWNER),
            end == ClaimEnd.LEASE_LOST ? LostClaimNote.sessionEnded(row.get(OWNER)) : null);
      }
    }
    if (!seqs.isEmpty()) {
      sql.update(ACTIVE)
          .set(PHASE, POSTED)
          .set(HOLDER, ON_EXTERNAL_BOARD)
          .set(TOKEN, TOKEN.plus(1))
          .set(TAKEOVERS, ReleaseJobs.takeovers(end))
          .set(UPDATED, now)
          .set(REVISION, REVISION.plus(1))
          .where(JOB_SEQ.in(seqs))
          .execute();
      jobEventRows.insert(sql, now);
    }
    return released;
  }

  @Override
  public Set<JobId> endedClaims(Collection<BoardSession.ClaimRef> claims) {
    Map<JobId, Long> tokens = new HashMap<>();
    claims.forEach(claim -> tokens.put(claim.job(), claim.token()));
    Set<JobId> ended = new HashSet<>(tokens.keySet());
    for (List<String> some : batches(tokens.keySet())) {
      database
          .read(sql ->
              sql.select(ID, TOKEN)
                  .from(ACTIVE)
                  .join(JOB)
                  .on(SEQ.eq(JOB_SEQ))
                  .where(ID.in(some))
                  .and(PHASE.eq(CLAIMED))
                  .fetch(row -> new BoardSession.ClaimRef(new JobId(row.value1()), row.value2())))
          .stream()
          .filter(found -> Long.valueOf(found.token()).equals(tokens.get(found.job())))
          .forEach(found -> ended.remove(found.job()));
    }
    return ended;
  }

  @Override
  public void freeUniqueKeys(Collection<BoardSession.ClaimRef> claims) {
    for (BoardSession.ClaimRef claim : claims) {
      database.write(sql ->
          ReleaseJobs.forgetEndedClaims(
              sql,
              areOf(List.of(claim.job().uuid()))
                  .and(TOKEN.eq(claim.token()))
                  .and(HOLDER.eq(ON_EXTERNAL_BOARD))));
    }
  }

  @Override
  public List<BoardSession.ClaimRef> claimsHoldingUniqueKeys(@Nullable JobId after, int most) {
    return database.read(sql ->
        sql.select(ID, TOKEN)
            .from(ENDED_CLAIM)
            .join(JOB)
            .on(SEQ.eq(JOB_SEQ))
            .where(HOLDER.eq(ON_EXTERNAL_BOARD))
            .and(isAfter(after))
            .orderBy(ID)
            .limit(most)
            .fetch(row -> new BoardSession.ClaimRef(new JobId(row.value1()), row.value2())));
  }

  private static Condition isAfter(@Nullable JobId job) {
    return ID.gt(job == null ? "" : job.uuid());
  }

  @Override
  public List<ExternalEntry> externalEntries(@Nullable JobId after, int most) {
    return database.read(sql ->
        sql.select(ID, BOARD_PRIORITY, TOKEN, PHASE)
            .from(ACTIVE)
            .join(JOB)
            .on(SEQ.eq(JOB_SEQ))
            .where(HOLDER.eq(ON_EXTERNAL_BOARD))
            .and(PHASE.isNotNull())
            .and(isAfter(after))
            .orderBy(ID)
            .limit(most)
            .fetch(row ->
                new ExternalEntry(
                    JobRows.id(row), row.value2(), row.value3(), row.value4() == CLAIMED)));
  }

  @Override
  public List<ExternalEntry> foreignRuns(@Nullable JobId after, int most) {
    return database.read(sql ->
        sql.select(ID, BOARD_PRIORITY, TOKEN)
            .from(ACTIVE)
            .join(JOB)
            .on(SEQ.eq(JOB_SEQ))
            .where(STATE.eq(JobState.RUNNING.name()))
            .and(PHASE.isNull())
            .and(PARKED.eq(0))
            .and(EXECUTION_MODE.ne(ExecutionMode.PULL.apiName()))
            .and(isAfter(after))
            .orderBy(ID)
            .limit(most)
            .fetch(row -> new ExternalEntry(JobRows.id(row), row.value2(), row.value3(), false)));
  }

  @Override
  public Watch watchEnded(Runnable onEnded) {
    return changeNotifier.watch(ChangeNotifier.Kind.ENDING, onEnded);
  }
}
