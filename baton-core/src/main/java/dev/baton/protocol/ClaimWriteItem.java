// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.protocol;

import dev.baton.job.JobId;
import dev.baton.job.LogLine;
import dev.baton.job.RunWrite;
import dev.baton.logbook.FlowWrite;
import java.util.List;
import java.util.Objects;

/** One claim write of a batch. Items of the same job are carried out in the order of the batch. */
public sealed interface ClaimWriteItem {

  /** The job whose claim the item needs. */
  JobId job();

  /** An item that calls {@link dev.baton.job.JobStore#write}. */
  record Write(RunWrite run) implements ClaimWriteItem {
    public Write {
      Objects.requireNonNull(run, "run");
    }

    @Override
    public JobId job() {
      return run.job();
    }
  }

  /** An item that calls {@link dev.baton.job.JobLog#append}. */
  record Append(JobId job, long token, List<LogLine> lines) implements ClaimWriteItem {
    public Append {
      lines = List.copyOf(lines);
    }
  }

  /** An item that calls {@link dev.baton.logbook.LogbookStore#write}. */
  record WriteFlow(FlowWrite flow) implements ClaimWriteItem {
    public WriteFlow {
      Objects.requireNonNull(flow, "flow");
    }

    @Override
    public JobId job() {
      return flow.flow().job();
    }
  }

  /** An item that calls {@link dev.baton.board.BoardSession#consume}. */
  record Consume(Messages.SessionRef session, JobId job, long token, int priority)
      implements ClaimWriteItem {}

  /** An item that calls {@link dev.baton.board.BoardSession#abandon}. */
  record Abandon(Messages.SessionRef session, JobId job, long token, int priority)
      implements ClaimWriteItem {}

  /** An item that calls {@link dev.baton.board.BoardSession#abandonUnstarted}. */
  record AbandonUnstarted(Messages.SessionRef session, JobId job, long token, int priority)
      implements ClaimWriteItem {}
}
