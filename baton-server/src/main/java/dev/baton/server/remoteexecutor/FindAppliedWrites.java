// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.job.Job;
import dev.baton.job.JobLog;
import dev.baton.job.JobState;
import dev.baton.job.JobStore;
import dev.baton.job.LogLine;
import dev.baton.job.RunWrite;
import dev.baton.protocol.ClaimWriteItem;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out whether a write already took effect although the client did not receive the response.
 * Compares the stored state with the state that the write would have left.
 */
record FindAppliedWrites(JobStore jobs, JobLog log) {
  private static final int PAGE = 5000;

  /**
   * Whether the lines of a repeated append are already stored. Only an append needs this check
   * before the write, because other writes cannot take effect twice. It is enough to compare the
   * last lines, because only the holder of the claim appends lines to the log of a job.
   */
  boolean isAppendApplied(ClaimWriteItem item) {
    return item instanceof ClaimWriteItem.Append append && lastLines(append).equals(append.lines());
  }

  /**
   * Whether a write was refused only because the same write was sent before and is already stored.
   */
  boolean isApplied(ClaimWriteItem item) {
    return item instanceof ClaimWriteItem.Write write && isApplied(write.run());
  }

  private boolean isApplied(RunWrite write) {
    Job job = jobs.find(write.job()).orElse(null);
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

  private List<LogLine> lastLines(ClaimWriteItem.Append append) {
    int wanted = append.lines().size();
    List<LogLine> last = new ArrayList<>();
    List<JobLog.NumberedLine> page = log.read(append.job(), 0, PAGE);
    while (!page.isEmpty()) {
      page.forEach(numberedLine -> last.add(numberedLine.line()));
      if (last.size() > wanted) {
        last.subList(0, last.size() - wanted).clear();
      }
      page = log.read(append.job(), page.getLast().number(), PAGE);
    }
    return last;
  }
}
