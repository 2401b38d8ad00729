// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.AFFECTED;
import static dev.baton.jdbc.JobTable.EXECUTION_MODE;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.NOT_BEFORE;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.ACTIVE;
import static dev.baton.jdbc.StatusTable.DUE;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;

import dev.baton.job.ExecutionMode;
import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes that a transaction of {@link ExecuteClaimWrites} makes outside the table of
 * active jobs: events, list values, and attributes in the table of jobs.
 */
final class ClaimWriteSideEffects {

  private final JobEventRows jobEventRows = new JobEventRows();
  private final ListValues values = new ListValues();
  private final List<Long> tagged = new ArrayList<>();
  private final List<Long> affecting = new ArrayList<>();
  private final List<Long> nesting = new ArrayList<>();
  private final List<Long> dues = new ArrayList<>();
  private final List<Long> notBefore = new ArrayList<>();
  private final Map<Long, Map<Field<?>, @Nullable Object>> specs = new TreeMap<>();
  private long now;
  private boolean isReposted;
  private boolean hasEnds;

  /** Tells the time of the database. The events get the latest of these times. */
  void at(long time) {
    now = Math.max(now, time);
  }

  long now() {
    return now;
  }

  boolean hasEvents() {
    return hasEnds || !jobEventRows.isEmpty();
  }

  boolean isBackOnBoard() {
    return isReposted;
  }

  /** The times at which retries and waiting jobs become due, by the database's clock. */
  List<Long> dues() {
    return dues;
  }

  void add(ClaimWrite write, ClaimWriteBatch.ClaimedJob job) {
    switch (write) {
      case ClaimWrite.Abandon abandon -> {
        event(job, JobEvent.Kind.ABANDONED, JobState.RUNNING, null);
        isReposted = true;
      }
      case ClaimWrite.Run run -> add(run.write(), job);
    }
  }

  private void add(RunWrite write, ClaimWriteBatch.ClaimedJob job) {
    switch (write) {
      case RunWrite.Report report -> addLists(report, job.seq());
      case RunWrite.End end -> addEnds();
      case RunWrite.Retry retry -> {
        event(job, JobEvent.Kind.RETRIED, JobState.QUEUED, retry.lastError());
        isReposted |= !retry.toPull();
        dues.add(ClaimUpdate.dueAfter(retry, now));
        notBefore.add(job.seq());
        if (retry.toPull()) {
          spec(job.seq()).put(EXECUTION_MODE, ExecutionMode.PULL.apiName());
        }
      }
      case RunWrite.Wait wait -> {
        event(job, JobEvent.Kind.WAITING, JobState.QUEUED, wait.statusMessage());
        isReposted = true;
        dues.add(wait.until().toEpochMilli());
        notBefore.add(job.seq());
      }
      case RunWrite.Park park -> {
        event(job, JobEvent.Kind.PARKED, JobState.RUNNING, null);
        tag(job.seq(), park.tags());
      }
    }
  }

  /** Tells that jobs ended; {@link EndJobs} has written their events. */
  void addEnds() {
    hasEnds = true;
  }

  private void event(
      ClaimWriteBatch.ClaimedJob job, JobEvent.Kind kind, JobState state, @Nullable String note) {
    jobEventRows.add(job.seq(), kind, state, job.attempt(), job.owner(), note);
  }

  private void addLists(RunWrite.Report report, long jobSeq) {
    if (report.tags() != null) {
      tag(jobSeq, report.tags());
    }
    if (report.affected() != null) {
      affecting.add(jobSeq);
      spec(jobSeq).put(AFFECTED, JsonText.refs(report.affected()));
      values.addRefs(jobSeq, report.affected());
    }
    if (report.nestedJobs() != null) {
      nesting.add(jobSeq);
      values.add(jobSeq, ListValues.NESTED, report.nestedJobs());
    }
  }

  private void tag(long jobSeq, List<String> tags) {
    tagged.add(jobSeq);
    spec(jobSeq).put(JobTable.TAGS, JsonText.texts(tags));
    values.add(jobSeq, ListValues.TAGS, tags);
  }

  /** Returns the columns of the table of jobs that the writes change. */
  private Map<Field<?>, @Nullable Object> spec(long jobSeq) {
    return specs.computeIfAbsent(jobSeq, seq -> new LinkedHashMap<>());
  }

  void insert(DSLContext sql) {
    specs.forEach((seq, columns) -> sql.update(JOB).set(columns).where(SEQ.eq(seq)).execute());
    if (!notBefore.isEmpty()) {
      // The column not-before gets the due time of the next attempt too, so that an edit of
      // not-before moves that attempt.
      sql.update(JOB)
          .set(NOT_BEFORE, DSL.select(DUE).from(ACTIVE).where(JOB_SEQ.eq(SEQ)))
          .where(SEQ.in(notBefore))
          .execute();
    }
    jobEventRows.insert(sql, now);
    ListValues.delete(sql, tagged, ListValues.TAGS);
    ListValues.delete(sql, affecting, ListValues.AFFECTED);
    ListValues.delete(sql, nesting, ListValues.NESTED);
    values.insert(sql);
  }
}
