// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.RetryContext;
import dev.baton.flow.RetryController;
import java.util.List;

/** A traced retry controller that does what the case says. */
final class ScriptedRetry implements RetryController {

  private static final List<ScriptedOutcome> NOTHING = ScriptedOutcome.script(CaseJson.object());
  private static final List<ScriptedOutcome> GIVE_UP =
      ScriptedOutcome.script(CaseJson.parse("{\"return\": \"REVERT\"}"));

  private final CaseNode.CaseRetry node;
  private final ScriptRunner scriptRunner;

  ScriptedRetry(CaseNode.CaseRetry node, ScriptRunner scriptRunner) {
    this.node = node;
    this.scriptRunner = scriptRunner;
  }

  @Override
  public Object execute(RetryContext context) {
    return play(context, "execute", NOTHING, TracedRetry.payload(context, node));
  }

  @Override
  public Decision onFailure(RetryContext context) {
    JsonNode answer = play(context, "on_failure", GIVE_UP, TracedRetry.payload(context, node));
    return switch (answer.asText()) {
      case "RETRY" -> Decision.RETRY;
      case "REVERT" -> Decision.REVERT;
      case "REVERT_ALL" -> Decision.REVERT_ALL;
      case String other -> throw new InvalidInputException("no decision: '" + other + "'");
    };
  }

  @Override
  public Object revert(RetryContext context) {
    return play(context, "revert", NOTHING, TracedRetry.revertPayload(context, node));
  }

  private JsonNode play(
      RetryContext context, String method, List<ScriptedOutcome> otherwise, ObjectNode payload) {
    List<ScriptedOutcome> script = node.scripts().byMethod().getOrDefault(method, otherwise);
    return scriptRunner.play(context, method, script, payload, share -> {});
  }
}
