// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.wire;

import dev.baton.job.JobId;
import dev.baton.job.LogLine;
import dev.baton.job.RunWrite;
import dev.baton.logbook.FlowWrite;
import java.util.List;
import java.util.Objects;

/**
 * One thing that the holder of a claim wants done. Of one job, the items of a batch are carried out
 * in their order.
 */
public sealed interface WorkItem {

  JobId job();

  /** {@link dev.baton.job.JobStore#write}. */
  record Write(RunWrite run) implements WorkItem {
    public Write {
      Objects.requireNonNull(run, "run");
    }

    @Override
    public JobId job() {
      return run.job();
    }
  }

  /** {@link dev.baton.job.JobLog#append}. */
  record Append(JobId job, long token, List<LogLine> lines) implements WorkItem {
    public Append {
      lines = List.copyOf(lines);
    }
  }

  /** {@link dev.baton.logbook.LogbookStore#write}. */
  record WriteFlow(FlowWrite flow) implements WorkItem {
    public WriteFlow {
      Objects.requireNonNull(flow, "flow");
    }

    @Override
    public JobId job() {
      return flow.flow().job();
    }
  }

  /** {@link dev.baton.board.Claims#consume}. */
  record Consume(Forms.Stay stay, JobId job, long token, int priority) implements WorkItem {}

  /** {@link dev.baton.board.Claims#abandon}. */
  record Abandon(Forms.Stay stay, JobId job, long token, int priority) implements WorkItem {}

  /** {@link dev.baton.board.Claims#abandonUnstarted}. */
  record AbandonUnstarted(Forms.Stay stay, JobId job, long token, int priority)
      implements WorkItem {}
}
