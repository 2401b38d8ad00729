// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

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
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.exception.IntegrityConstraintViolationException;
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
    var rows = sql.select(COLUMNS).from(JOB).where(ID.eq(edited.id().uuid())).forUpdate().fetch();
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
    if (isClaimed(row)) {
      JobTransitionEffects.checkKeepsUniqueKey(stored, job);
    }
    return store(sql, new Step(row, stored, job, now), kindId, acl);
  }

  /** One edit: the stored row and job, and the job after the edit. */
  private record Step(Record row, Job stored, Job job, long now) {}

  private Edited store(DSLContext sql, Step step, long kindId, long acl) {
    Record row = step.row();
    Job job = step.job();
    JobState from = step.stored().state();
    JdbcBoardPosition jdbcBoardPosition = JdbcBoardPosition.of(job, step.now());
    Map<Field<?>, @Nullable Object> values = JobRows.values(job, acl);
    values.put(REVISION, job.revision());
    values.put(UPDATED, step.now());
    values.put(KIND, kindId);
    // An executor that still runs the job keeps the unique key until it has stopped the job.
    boolean keepsKey = !job.state().isFinal() || isClaimed(row);
    values.put(ACTIVE_KEY, keepsKey ? values.get(UNIQUE_KEY) : null);
    if (from != job.state() || job.state() == JobState.QUEUED) {
      jdbcBoardPosition.putInto(values);
      // If the job ended, its holder stays in the row until the holder has noticed the end and
      // consumed the claim. Jobs on an external board do not need this, because that board knows
      // the claims itself; there the holder stays only if the claim keeps a unique key.
      boolean keepsHolder = values.get(ACTIVE_KEY) != null || !isOnExternalBoard(row);
      if (!job.state().isFinal() || !keepsHolder) {
        values.put(HOLDER, null);
      }
    }
    update(sql, row.get(SEQ), values, job);
    Set<ChangeNotifier.Kind> kinds = signals(row, job, jdbcBoardPosition);
    JobEvent.Kind kind = event(step.stored(), job);
    if (kind != null) {
      addEvent(sql, kind, step);
    }
    changeNotifier.announceInTransaction(sql, kinds);
    boolean waited = row.get(PHASE) != null && row.get(PHASE) == WAITING;
    return new Edited(job, waited, jdbcBoardPosition, kinds);
  }

  private static boolean isClaimed(Record row) {
    return row.get(HOLDER) != null && row.get(PHASE) != null && row.get(PHASE) == CLAIMED;
  }

  private static boolean isOnExternalBoard(Record row) {
    return row.get(HOLDER) != null && row.get(HOLDER) == ON_EXTERNAL_BOARD;
  }

  private static void update(
      DSLContext sql, long jobSeq, Map<Field<?>, @Nullable Object> values, Job job) {
    try {
      sql.update(JOB).set(values).where(SEQ.eq(jobSeq)).execute();
    } catch (IntegrityConstraintViolationException e) {
      throw new ConflictException(
          "unique-key of " + job.id() + " is held by another unfinished job", e);
    }
    ListValues.delete(sql, List.of(jobSeq));
    if (ListValues.hasAny(job)) {
      ListValues lists = new ListValues();
      lists.addAll(jobSeq, job);
      lists.insert(sql);
    }
  }

  private static JobEvent.@Nullable Kind event(Job stored, Job job) {
    if (stored.state() != job.state()) {
      return job.state().isFinal() ? JobEvent.Kind.ENDED : JobEvent.Kind.EDITED;
    }
    return JobTransitionEffects.isParkedBy(stored, job) ? JobEvent.Kind.PARKED : null;
  }

  private static void addEvent(DSLContext sql, JobEvent.Kind kind, Step step) {
    JobEventRows jobEventRows = new JobEventRows();
    Job job = step.job();
    JobStatus status = job.status();
    jobEventRows.add(
        new JobEventRows.Event(
            step.row().get(SEQ),
            kind,
            job.state(),
            status.attempt(),
            status.owner(),
            job.state() == JobState.FAILED ? status.lastError() : null));
    jobEventRows.insert(sql, step.now());
  }

  private static Set<ChangeNotifier.Kind> signals(
      Record row, Job job, JdbcBoardPosition jdbcBoardPosition) {
    Set<ChangeNotifier.Kind> kinds = EnumSet.of(ChangeNotifier.Kind.HISTORY);
    if (jdbcBoardPosition.phase() != null) {
      kinds.add(ChangeNotifier.Kind.POSTING);
    }
    if (row.get(HOLDER) != null && job.state() != JobState.RUNNING) {
      kinds.add(ChangeNotifier.Kind.ENDING);
    }
    return kinds;
  }
}
