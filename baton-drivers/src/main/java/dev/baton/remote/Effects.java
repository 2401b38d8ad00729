// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.JobState;
import dev.baton.job.LogLine;
import dev.baton.job.RunWrite;
import dev.baton.service.Retry;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.WorkItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether something whose answer is missing was carried out all the same, by looking at
 * what it would have left behind.
 */
final class Effects {

  private static final int PAGE = 5000;

  private final Http http;
  private final Retry retry;

  Effects(Http http, Retry retry) {
    this.http = http;
    this.retry = retry;
  }

  /**
   * Before a repetition: whether it would do a second time what was done. Only lines of the log
   * would be there twice; a job has one writer, so that its last lines tell.
   */
  boolean isDoneThoughRepeatable(WorkItem item) {
    return switch (item) {
      case WorkItem.Append append -> lastLines(append).equals(append.lines());
      case WorkItem.Write write -> false;
      case WorkItem.WriteFlow write -> false;
      case WorkItem.Consume consume -> false;
      case WorkItem.Abandon abandon -> false;
    };
  }

  /** After a repetition was refused: whether that is because the first time took effect. */
  boolean isDone(WorkItem item) {
    return item instanceof WorkItem.Write write && isDone(write.run());
  }

  private boolean isDone(RunWrite write) {
    Job job = find(write.job());
    if (job == null || job.status().token() != write.token()) {
      return false;
    }
    return switch (write) {
      case RunWrite.End end -> job.state() == end.state();
      case RunWrite.Retry again -> job.state() == JobState.QUEUED;
      case RunWrite.Wait wait -> job.state() == JobState.QUEUED;
      case RunWrite.Park park -> job.state() == JobState.RUNNING && job.status().parked();
      case RunWrite.Report report -> false;
    };
  }

  private @Nullable Job find(JobId id) {
    return retry.harmless(() -> http.call(Calls.FIND, new Forms.JobRef(id))).job();
  }

  private List<LogLine> lastLines(WorkItem.Append append) {
    int wanted = append.lines().size();
    List<LogLine> last = new ArrayList<>();
    List<JobLog.Numbered> page = read(append.job(), 0);
    while (!page.isEmpty()) {
      page.forEach(numbered -> last.add(numbered.line()));
      if (last.size() > wanted) {
        last.subList(0, last.size() - wanted).clear();
      }
      page = read(append.job(), page.getLast().number());
    }
    return last;
  }

  private List<JobLog.Numbered> read(JobId job, long after) {
    Forms.ReadLog request = new Forms.ReadLog(job, after, PAGE);
    return retry.harmless(() -> http.call(Calls.READ_LOG, request)).lines();
  }
}
