// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.error.ConflictException;
import dev.baton.flow.TaskContext;
import dev.baton.logbook.AtomDetail;

/** The context of the execute of a task. */
final class ExecuteBodyContext extends WaitingBodyContext implements TaskContext {

  ExecuteBodyContext(
      FlowRunView run, AtomDetail atom, BodyArguments bodyArguments, boolean resumed) {
    super(run, atom, bodyArguments, resumed);
  }

  @Override
  public void handOver() {
    if (!stopRequested()) {
      throw new ConflictException(
          "task '" + atom() + "' cannot hand over: nobody asked the flow to stop");
    }
    waits.endBody();
  }
}
