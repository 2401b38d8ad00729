// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;
import static dev.baton.jdbc.Tables.JOB_EVENT;
import static dev.baton.jdbc.Tables.JOB_SEQ;
import static dev.baton.jdbc.Tables.KIND;
import static dev.baton.jdbc.Tables.NUMBER;

import dev.baton.board.BoardSession;
import dev.baton.board.ExternalBoardStore;
import dev.baton.job.ClaimEnd;
import dev.baton.job.ExecutionMode;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.Watch;
import dev.baton.service.Batches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The operations on the table of jobs for an external board. Jobs that are posted or claimed on
 * that board have the holder {@link JobTable#ON_EXTERNAL_BOARD}, so that the index of holders finds
 * them.
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
              ? sql.update(JOB)
                  .set(PHASE, POSTED)
                  .set(HOLDER, ON_EXTERNAL_BOARD)
                  .where(ID.in(some))
                  .and(PHASE.eq(READY))
                  .execute()
              : sql.update(JOB)
                  .set(PHASE, READY)
                  .setNull(HOLDER)
                  .where(ID.in(some))
                  .and(PHASE.eq(POSTED))
                  .execute());
    }
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
    var rows = sql.select(COLUMNS).select(DUE).from(JOB).where(ID.in(ids)).fetch();
    var read = jobs.of(sql, rows);
    return rows.map(row ->
        new BoardJob(
            JobRows.id(row), read.apply(row).orElse(null), StartJobs.boardStateOf(sql, row, now)));
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
        sql.select(ID, SEQ, TOKEN, ATTEMPT, OWNER)
            .from(JOB)
            .where(ID.in(ids))
            .and(PHASE.eq(CLAIMED))
            .orderBy(SEQ)
            .forUpdate()
            .fetch();
    Set<JobId> released = new HashSet<>();
    List<Long> seqs = new ArrayList<>();
    JobEventRows jobEventRows = new JobEventRows();
    for (Record row : rows) {
      JobId job = JobRows.id(row);
      if (row.get(TOKEN).equals(tokens.get(job))) {
        released.add(job);
        seqs.add(row.get(SEQ));
        jobEventRows.add(
            new JobEventRows.Event(
                row.get(SEQ),
                end.event(),
                JobState.RUNNING,
                row.get(ATTEMPT),
                row.get(OWNER),
                null));
      }
    }
    if (!seqs.isEmpty()) {
      sql.update(JOB)
          .set(PHASE, POSTED)
          .set(HOLDER, ON_EXTERNAL_BOARD)
          .set(TOKEN, TOKEN.plus(1))
          .set(TAKEOVERS, ReleaseJobs.takeovers(end))
          .set(UPDATED, now)
          .set(REVISION, REVISION.plus(1))
          .where(SEQ.in(seqs))
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
                  .from(JOB)
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
          sql.update(JOB)
              .setNull(HOLDER)
              .setNull(ACTIVE_KEY)
              .where(ID.eq(claim.job().uuid()))
              .and(TOKEN.eq(claim.token()))
              .and(HOLDER.eq(ON_EXTERNAL_BOARD))
              .and(PHASE.isNull())
              .execute());
    }
  }

  @Override
  public List<BoardSession.ClaimRef> claimsHoldingUniqueKeys(@Nullable JobId after, int most) {
    return database.read(sql ->
        sql.select(ID, TOKEN)
            .from(JOB)
            .where(HOLDER.eq(ON_EXTERNAL_BOARD))
            .and(PHASE.isNull())
            .and(ID.gt(after == null ? "" : after.uuid()))
            .orderBy(ID)
            .limit(most)
            .fetch(row -> new BoardSession.ClaimRef(new JobId(row.value1()), row.value2())));
  }

  @Override
  public List<ExternalEntry> externalEntries(@Nullable JobId after, int most) {
    return database.read(sql ->
        sql.select(ID, PRIORITY, TOKEN, PHASE)
            .from(JOB)
            .where(HOLDER.eq(ON_EXTERNAL_BOARD))
            .and(PHASE.isNotNull())
            .and(ID.gt(after == null ? "" : after.uuid()))
            .orderBy(ID)
            .limit(most)
            .fetch(row ->
                new ExternalEntry(
                    JobRows.id(row), row.value2(), row.value3(), row.value4() == CLAIMED)));
  }

  @Override
  public List<ExternalEntry> foreignRuns(@Nullable JobId after, int most) {
    Field<String> last =
        DSL.field(
            DSL.select(KIND)
                .from(JOB_EVENT)
                .where(JOB_SEQ.eq(SEQ))
                .orderBy(NUMBER.desc())
                .limit(1));
    return database.read(sql ->
        sql.select(ID, PRIORITY, TOKEN)
            .from(JOB)
            .where(STATE.eq(JobState.RUNNING.name()))
            .and(PHASE.isNull())
            .and(EXECUTION_MODE.ne(ExecutionMode.PULL.apiName()))
            .and(ID.gt(after == null ? "" : after.uuid()))
            .and(last.ne(JobEvent.Kind.PARKED.name()))
            .orderBy(ID)
            .limit(most)
            .fetch(row -> new ExternalEntry(JobRows.id(row), row.value2(), row.value3(), false)));
  }

  @Override
  public Watch watchEnded(Runnable onEnded) {
    return changeNotifier.watch(ChangeNotifier.Kind.ENDING, onEnded);
  }
}
