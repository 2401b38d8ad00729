// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.COLUMNS;
import static dev.baton.jdbc.JobTable.HOLDER;
import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.JOBS;
import static dev.baton.jdbc.JobTable.PHASE;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.ACTIVE;
import static dev.baton.jdbc.StatusTable.CARRIED;
import static dev.baton.jdbc.StatusTable.CLAIMED;
import static dev.baton.jdbc.StatusTable.FINISHED;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.StatusTable.ON_EXTERNAL_BOARD;
import static dev.baton.jdbc.StatusTable.WAITING;
import static dev.baton.jdbc.Tables.ENDED_CLAIM;
import static dev.baton.jdbc.Tables.UNIQUE_KEYS;

import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.JobTransitionEffects;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Replaces a job by its edited form and updates its place on the board. */
final class EditJob {

  private final Database database;
  private final JobKinds jobKinds;
  private final Acls acls;
  private final ReadJobRows jobs;
  private final DueJobs due;
  private final ChangeNotifier changeNotifier;

  EditJob(
      Database database,
      JobKinds jobKinds,
      Acls acls,
      ReadJobRows jobs,
      DueJobs due,
      ChangeNotifier changeNotifier) {
    this.database = database;
    this.jobKinds = jobKinds;
    this.acls = acls;
    this.jobs = jobs;
    this.due = due;
    this.changeNotifier = changeNotifier;
  }

  private record Edited(
      Job job, boolean waited, JdbcBoardPosition posting, Set<ChangeNotifier.Kind> signals) {}

  Job run(Job edited) {
    long kindId = jobKinds.id(edited.spec());
    long acl = acls.id(edited.acl());
    Edited done = database.write(sql -> replace(sql, edited, kindId, acl));
    if (done.waited()) {
      due.remove();
    }
    if (done.posting().isWaiting()) {
      due.expect(done.posting().due());
    }
    changeNotifier.notifyWatchers(done.signals());
    return done.job();
  }

  private Edited replace(DSLContext sql, Job edited, long kindId, long acl) {
    LockStatus.all(sql, Set.of(edited.id()));
    var rows = sql.select(COLUMNS).from(JOBS).where(ID.eq(edited.id().uuid())).fetch();
    if (rows.isEmpty()) {
      throw new NotFoundException(edited.id() + " not found");
    }
    Record row = rows.getFirst();
    Job stored = jobs.only(sql, rows);
    long now = database.now(sql);
    Job job = JobTransitionEffects.edited(stored, edited, Instant.ofEpochMilli(now));
    if (stored.revision() != edited.revision()) {
      throw new ConflictException(
          edited.id()
              + " was changed meanwhile: its revision is "
              + stored.revision()
              + ", the edit started from "
              + edited.revision()
              + "; read it again and repeat");
    }
    Long claimedBy = claimedBy(sql, row);
    if (claimedBy != null) {
      JobTransitionEffects.checkKeepsUniqueKey(stored, job);
    }
    return store(sql, new Step(row, stored, job, claimedBy, now), kindId, acl);
  }

  /**
   * One edit.
   *
   * @param row the stored row
   * @param stored the job before the edit
   * @param job the job after the edit
   * @param claimedBy the holder of the claim of the job, which may have been ended by another edit;
   *     null if no executor has the job
   */
  private record Step(Record row, Job stored, Job job, @Nullable Long claimedBy, long now) {

    long seq() {
      return row.get(SEQ);
    }

    boolean changesState() {
      return stored.state() != job.state();
    }

    /** Whether the edit takes the job from the executor that has it. */
    boolean endsClaim() {
      return claimedBy != null && (changesState() || job.state() == JobState.QUEUED);
    }
  }

  private static @Nullable Long claimedBy(DSLContext sql, Record row) {
    if (row.get(PHASE) != null && row.get(PHASE) == CLAIMED) {
      return row.get(HOLDER);
    }
    return sql.select(StatusTable.HOLDER)
        .from(ENDED_CLAIM)
        .where(JOB_SEQ.eq(row.get(SEQ)))
        .fetchOne(StatusTable.HOLDER);
  }

  private Edited store(DSLContext sql, Step step, long kindId, long acl) {
    Job job = step.job();
    Map<Field<?>, @Nullable Object> spec = JobRows.spec(job.spec());
    spec.put(JobTable.ACL_ID, acl);
    sql.update(JOB).set(spec).where(SEQ.eq(step.seq())).execute();
    JdbcBoardPosition position = JdbcBoardPosition.of(job, step.now());
    Long endedEvent = storeEvent(sql, step);
    storeStatus(sql, step, kindId, position, endedEvent);
    storeUniqueKey(sql, step);
    ListValues.delete(sql, List.of(step.seq()));
    ListValues lists = new ListValues();
    lists.addAll(step.seq(), job);
    lists.insert(sql);
    Set<ChangeNotifier.Kind> kinds = signals(step, position);
    changeNotifier.announceInTransaction(sql, kinds);
    Integer phase = step.row().get(PHASE);
    return new Edited(job, phase != null && phase == WAITING, position, kinds);
  }

  /** Writes the status, and moves it to the other table if the job becomes final or no more is. */
  private static void storeStatus(
      DSLContext sql,
      Step step,
      long kindId,
      JdbcBoardPosition position,
      @Nullable Long endedEvent) {
    Job job = step.job();
    boolean isFinal = job.state().isFinal();
    Map<Field<?>, @Nullable Object> row =
        isFinal
            ? finishedRow(step.seq(), job)
            : InsertJobs.activeRow(step.seq(), job, kindId, position);
    Table<Record> table = isFinal ? FINISHED : ACTIVE;
    if (endedEvent != null) {
      row.put(StatusTable.ENDED_EVENT, endedEvent);
    }
    if (step.stored().state().isFinal() != isFinal) {
      Table<Record> before = isFinal ? ACTIVE : FINISHED;
      Record carried = sql.select(CARRIED).from(before).where(JOB_SEQ.eq(step.seq())).fetchSingle();
      CARRIED.forEach(column -> row.put(column, carried.get(column)));
      sql.deleteFrom(before).where(JOB_SEQ.eq(step.seq())).execute();
      sql.insertInto(table).set(row).execute();
    } else {
      if (!step.changesState() && job.state() == JobState.RUNNING) {
        // The place on the board stays as it is.
        row.remove(StatusTable.PHASE);
        row.remove(StatusTable.DUE);
      } else if (!isFinal) {
        row.put(StatusTable.HOLDER, null);
      }
      sql.update(table).set(row).where(JOB_SEQ.eq(step.seq())).execute();
    }
    storeEndedClaim(sql, step);
  }

  private static Map<Field<?>, @Nullable Object> finishedRow(long seq, Job job) {
    Map<Field<?>, @Nullable Object> row = JobRows.status(job);
    row.put(JOB_SEQ, seq);
    return row;
  }

  /**
   * Keeps the claim of a job that the edit ends, until its holder has noticed the end and consumed
   * the claim. An external board knows the claims itself; there the claim is kept only if it keeps
   * a unique key.
   */
  private static void storeEndedClaim(DSLContext sql, Step step) {
    if (!step.endsClaim()) {
      return;
    }
    sql.deleteFrom(ENDED_CLAIM).where(JOB_SEQ.eq(step.seq())).execute();
    boolean keepsKey = step.job().spec().uniqueKey() != null;
    long holder = Objects.requireNonNull(step.claimedBy());
    if (step.job().state().isFinal() && (keepsKey || holder != ON_EXTERNAL_BOARD)) {
      sql.insertInto(ENDED_CLAIM)
          .set(JOB_SEQ, step.seq())
          .set(StatusTable.HOLDER, holder)
          .set(StatusTable.TOKEN, step.job().status().token())
          .execute();
    }
  }

  /** An executor that still runs the job keeps the unique key until it has stopped the job. */
  private static void storeUniqueKey(DSLContext sql, Step step) {
    boolean isFree = step.job().state().isFinal() && step.claimedBy() == null;
    try {
      sql.deleteFrom(UNIQUE_KEYS).where(JOB_SEQ.eq(step.seq())).execute();
      var key = InsertJobs.uniqueKeyRow(step.seq(), step.job());
      if (key.isPresent() && !isFree) {
        sql.insertInto(UNIQUE_KEYS).set(key.get()).execute();
      }
    } catch (IntegrityConstraintViolationException e) {
      throw new ConflictException(
          "unique-key of " + step.job().id() + " is held by another unfinished job", e);
    }
  }

  private static JobEvent.@Nullable Kind event(Job stored, Job job) {
    if (stored.state() != job.state()) {
      return job.state().isFinal() ? JobEvent.Kind.ENDED : JobEvent.Kind.EDITED;
    }
    return JobTransitionEffects.isParkedBy(stored, job) ? JobEvent.Kind.PARKED : null;
  }

  /**
   * Stores the event of the edit, if it is one. Returns the number of the event if the edit ends
   * the job.
   */
  private static @Nullable Long storeEvent(DSLContext sql, Step step) {
    JobEvent.Kind kind = event(step.stored(), step.job());
    if (kind == null) {
      return null;
    }
    Job job = step.job();
    JobStatus status = job.status();
    String error = job.state() == JobState.FAILED ? status.lastError() : null;
    JobEventRows events = new JobEventRows();
    events.add(step.seq(), kind, job.state(), status.attempt(), status.owner(), error);
    if (step.stored().state().isFinal()) {
      // The status will not tell the end of the job any more.
      JobEventRows.keepEnd(sql, step.seq());
    }
    long number = events.insert(sql, DSL.val(step.now())).getFirst();
    return kind == JobEvent.Kind.ENDED ? number : null;
  }

  private static Set<ChangeNotifier.Kind> signals(Step step, JdbcBoardPosition position) {
    Set<ChangeNotifier.Kind> kinds = EnumSet.of(ChangeNotifier.Kind.HISTORY);
    if (position.phase() != null) {
      kinds.add(ChangeNotifier.Kind.POSTING);
    }
    if (step.row().get(HOLDER) != null && step.job().state() != JobState.RUNNING) {
      kinds.add(ChangeNotifier.Kind.ENDING);
    }
    return kinds;
  }
}
