// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import dev.baton.job.JobId;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.LogbookStore;
import java.util.List;

/** Counts the takeovers in a row of a flow that completed no step in between. */
final class FlowTakeovers {

  private static final int PAGE = 1_000;

  private FlowTakeovers() {}

  /**
   * The number of takeovers since the last step was persisted. It includes the present takeover,
   * which the logbook does not contain yet. {@link Integer#MAX_VALUE} if there is no flow.
   */
  static int count(LogbookStore logbook, JobId job) {
    if (logbook.find(job).isEmpty()) {
      return Integer.MAX_VALUE;
    }
    int takeovers = 0;
    int offset = 0;
    List<FlowTransition> page;
    do {
      page = logbook.transitions(job, offset, PAGE);
      for (FlowTransition step : page) {
        takeovers = isDone(step) ? 0 : takeovers + (isTakeover(step) ? 1 : 0);
      }
      offset += page.size();
    } while (page.size() == PAGE);
    return takeovers + 1;
  }

  private static boolean isTakeover(FlowTransition step) {
    return step.kind() == FlowTransition.Kind.FLOW && step.to().equals(FlowState.RESUMING.name());
  }

  /** Whether the transition completes the execution or the revert of an atom. */
  private static boolean isDone(FlowTransition step) {
    if (step.kind() == FlowTransition.Kind.FLOW) {
      return false;
    }
    return switch (AtomState.valueOf(step.to())) {
      case SUCCESS, FAILURE, REVERTED, REVERT_FAILURE -> true;
      case PENDING, RUNNING, REVERTING, RETRYING, IGNORE -> false;
    };
  }
}
