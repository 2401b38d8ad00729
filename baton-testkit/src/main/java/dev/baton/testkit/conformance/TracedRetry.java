// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.flow.RetryContext;
import dev.baton.flow.RetryController;
import org.jspecify.annotations.Nullable;

/** A retry controller of Baton's own that is traced. */
record TracedRetry(RetryController own, Node.RetryNode node, Stage stage)
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

  static ObjectNode payload(RetryContext context, Node.RetryNode node) {
    return withHistory(context, Stage.arguments(context, node.declaration().execute()));
  }

  static ObjectNode revertPayload(RetryContext context, Node.RetryNode node) {
    ObjectNode payload =
        withHistory(context, Stage.arguments(context, node.declaration().revert()));
    payload.set("flow_failures", Observed.failureValues(context.failures()));
    return payload;
  }

  private static ObjectNode withHistory(RetryContext context, ObjectNode arguments) {
    ObjectNode payload = Stage.payload(arguments);
    payload.set("history", Observed.history(context.history()));
    context
        .failure()
        .ifPresent(failure -> payload.set("own_failure", Observed.failureValue(failure)));
    return payload;
  }
}
