// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.LostClaimException;
import dev.baton.flowrunner.FlowListener;
import dev.baton.job.AtomLogLine;
import dev.baton.job.AtomLogLine.Change;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import dev.baton.plugin.RunReports;

/** Writes the progress of a flow into the log of its job. */
record JobLogFlowListener(RunReports reports) implements FlowListener {

  @Override
  public void flowChanged(FlowDetail flow, FlowState from) {
    switch (flow.state()) {
      case SUCCESS, FAILURE, REVERTED -> logLine("flow '" + flow.name() + "' " + flow.state());
      case PENDING, RUNNING, SUSPENDING, SUSPENDED, RESUMING -> {
        // These states are shown with the steps of the flow; the log does not need them.
      }
    }
  }

  @Override
  public void atomChanged(AtomDetail atom, AtomState from) {
    switch (atom.state()) {
      case FAILURE -> logLine(atom, Change.FAILED, String.valueOf(atom.outcome().failure()));
      case REVERTING -> logLine(atom, Change.REVERTING, "");
      case REVERT_FAILURE ->
          logLine(atom, Change.REVERT_FAILED, String.valueOf(atom.outcome().revertFailure()));
      case RETRYING -> logLine(atom, Change.RETRYING, "");
      case PENDING, RUNNING, SUCCESS, REVERTED, IGNORE -> {
        // A log line for every step of a long flow would cost more than the step. Therefore no line
        // is written.
      }
    }
  }

  private void logLine(AtomDetail atom, Change change, String reason) {
    logLine(AtomLogLine.changed(atom.name(), change, reason));
  }

  private void logLine(String line) {
    try {
      reports.log(line);
    } catch (LostClaimException e) {
      // The claim is lost. The flow notices the loss at its next write, so nothing is done here.
    }
  }
}
