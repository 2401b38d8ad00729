// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.error.ConflictException;
import dev.baton.flow.TaskContext;

/** The context of the execute of a task. */
final class ExecuteBodyContext extends WaitingBodyContext implements TaskContext {

  ExecuteBodyContext(Call call) {
    super(call);
  }

  @Override
  public void handOver() {
    if (!stopRequested()) {
      throw new ConflictException(
          "task '" + atom() + "' cannot hand over: nobody asked the flow to stop");
    }
    endBody();
  }
}
