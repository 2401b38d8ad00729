// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.flow.RetryContext;
import dev.baton.flow.RetryController;
import org.jspecify.annotations.Nullable;

/** Traces the calls of a retry controller that Baton provides. */
record TracedRetry(RetryController own, CaseNode.CaseRetry node, ScriptRunner stage)
    implements RetryController {

  @Override
  public @Nullable Object execute(RetryContext context) throws Exception {
    stage.enter(context.atom(), "execute", payload(context, node));
    return own.execute(context);
  }

  @Override
  public Decision onFailure(RetryContext context) throws Exception {
    stage.enter(context.atom(), "on_failure", payload(context, node));
    return own.onFailure(context);
  }

  @Override
  public @Nullable Object revert(RetryContext context) throws Exception {
    stage.enter(context.atom(), "revert", revertPayload(context, node));
    return own.revert(context);
  }

  static ObjectNode payload(RetryContext context, CaseNode.CaseRetry node) {
    return withHistory(context, ScriptRunner.arguments(context, node.declaration().execute()));
  }

  static ObjectNode revertPayload(RetryContext context, CaseNode.CaseRetry node) {
    ObjectNode payload =
        withHistory(context, ScriptRunner.arguments(context, node.declaration().revert()));
    payload.set("flow_failures", ObservedValues.failureValues(context.failures()));
    return payload;
  }

  private static ObjectNode withHistory(RetryContext context, ObjectNode arguments) {
    ObjectNode payload = ScriptRunner.payload(arguments);
    payload.set("history", ObservedValues.history(context.history()));
    context
        .failure()
        .ifPresent(failure -> payload.set("own_failure", ObservedValues.failureValue(failure)));
    return payload;
  }
}
