// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes that a transaction of {@link ExecuteClaimWrites} makes outside the table of
 * jobs: events and list values.
 */
final class ClaimWriteSideEffects {

  private final long now;
  private final JobEventRows jobEventRows = new JobEventRows();
  private final ListValues values = new ListValues();
  private final List<Long> tagged = new ArrayList<>();
  private final List<Long> affecting = new ArrayList<>();
  private final List<Long> nesting = new ArrayList<>();
  private final List<Long> dues = new ArrayList<>();
  private boolean isReposted;

  ClaimWriteSideEffects(long now) {
    this.now = now;
  }

  long now() {
    return now;
  }

  boolean hasEvents() {
    return !jobEventRows.isEmpty();
  }

  boolean isBackOnBoard() {
    return isReposted;
  }

  /** The times at which retries and waiting jobs become due, by the database's clock. */
  List<Long> dues() {
    return dues;
  }

  void add(ClaimWrite write, ExecuteClaimWrites.Before job) {
    switch (write) {
      case ClaimWrite.Abandon abandon -> {
        event(job, JobEvent.Kind.ABANDONED, JobState.RUNNING, null);
        isReposted = true;
      }
      case ClaimWrite.Run run -> add(run.write(), job);
    }
  }

  private void add(RunWrite write, ExecuteClaimWrites.Before job) {
    switch (write) {
      case RunWrite.Report report -> addLists(report, job.seq());
      case RunWrite.End end -> event(job, JobEvent.Kind.ENDED, end.state(), end.lastError());
      case RunWrite.Retry retry -> {
        event(job, JobEvent.Kind.RETRIED, JobState.QUEUED, retry.lastError());
        isReposted |= !retry.toPull();
        dues.add(ClaimUpdate.dueAfter(retry, now));
      }
      case RunWrite.Wait wait -> {
        event(job, JobEvent.Kind.WAITING, JobState.QUEUED, wait.statusMessage());
        isReposted = true;
        dues.add(wait.until().toEpochMilli());
      }
      case RunWrite.Park park -> {
        event(job, JobEvent.Kind.PARKED, JobState.RUNNING, null);
        tag(job.seq(), park.tags());
      }
    }
  }

  private void event(
      ExecuteClaimWrites.Before job, JobEvent.Kind kind, JobState state, @Nullable String note) {
    jobEventRows.add(
        new JobEventRows.Event(job.seq(), kind, state, job.attempt(), job.owner(), note));
  }

  private void addLists(RunWrite.Report report, long jobSeq) {
    if (report.tags() != null) {
      tag(jobSeq, report.tags());
    }
    if (report.affected() != null) {
      affecting.add(jobSeq);
      values.addRefs(jobSeq, report.affected());
    }
    if (report.nestedJobs() != null) {
      nesting.add(jobSeq);
      values.add(jobSeq, ListValues.NESTED, report.nestedJobs());
    }
  }

  private void tag(long jobSeq, List<String> tags) {
    tagged.add(jobSeq);
    values.add(jobSeq, ListValues.TAGS, tags);
  }

  void insert(DSLContext sql) {
    jobEventRows.insert(sql, now);
    ListValues.delete(sql, tagged, ListValues.TAGS);
    ListValues.delete(sql, affecting, ListValues.AFFECTED);
    ListValues.delete(sql, nesting, ListValues.NESTED);
    values.insert(sql);
  }
}
