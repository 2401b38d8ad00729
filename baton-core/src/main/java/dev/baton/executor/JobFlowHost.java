// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import dev.baton.error.LostClaimException;
import dev.baton.flow.ChildJobs;
import dev.baton.flowrunner.FlowHost;
import dev.baton.job.AtomLogLine;

/** Gives a running flow access to its job: log lines and child jobs. */
record JobFlowHost(ExecutorJobRun view, ChildJobs childJobs) implements FlowHost {

  @Override
  public void log(String atom, String line) {
    try {
      view.log(AtomLogLine.written(atom, line));
    } catch (LostClaimException e) {
      // The claim is lost. The flow notices the loss at its next write, so nothing is done here.
    }
  }
}
