// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import dev.baton.flow.TaskBody;
import dev.baton.flow.TaskContext;
import org.jspecify.annotations.Nullable;

/** Traces the execute of a task that Baton provides. */
record TracedTask(TaskBody<?> own, InputDeclaration.Inputs inputs, ScriptRunner stage)
    implements TaskBody<Object> {

  @Override
  public @Nullable Object execute(TaskContext context) throws Exception {
    stage.enter(
        context.atom(), "execute", ScriptRunner.payload(ScriptRunner.arguments(context, inputs)));
    return own.execute(context);
  }
}
