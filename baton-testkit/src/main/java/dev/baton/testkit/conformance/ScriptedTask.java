// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.flow.AtomContext;
import dev.baton.flow.RevertContext;
import dev.baton.flow.TaskBody;
import dev.baton.flow.TaskContext;
import java.util.List;
import java.util.function.DoubleConsumer;

/** A traced task whose methods do what the case says. */
final class ScriptedTask implements TaskBody<Object> {

  private static final List<ScriptedOutcome> NOTHING = ScriptedOutcome.script(CaseJson.object());

  private final CaseNode.CaseAtom node;
  private final ScriptRunner scriptRunner;

  ScriptedTask(CaseNode.CaseAtom node, ScriptRunner scriptRunner) {
    this.node = node;
    this.scriptRunner = scriptRunner;
  }

  @Override
  public Object execute(TaskContext context) {
    ObjectNode arguments = ScriptRunner.arguments(context, node.declaration().execute());
    return scriptRunner.play(
        context, "execute", script("execute"), ScriptRunner.payload(arguments), context::progress);
  }

  @Override
  public JsonNode revert(RevertContext context) {
    if (!node.hasRevert()) {
      return ScriptedOutcome.NULL;
    }
    if (node.refusesResult()) {
      throw new ScriptedError.TypeError("revert got an unexpected argument 'result'");
    }
    ObjectNode arguments = ScriptRunner.arguments(context, node.declaration().revert());
    ObjectNode payload = ScriptRunner.payload(arguments.remove(List.of("result", "flow_failures")));
    payload.set(
        "result",
        context
            .failure()
            .<JsonNode>map(ObservedValues::failureValue)
            .orElseGet(() -> result(context)));
    payload.set("flow_failures", ObservedValues.failureValues(context.failures()));
    return scriptRunner.play(context, "revert", script("revert"), payload, context::progress);
  }

  private static JsonNode result(RevertContext context) {
    return context.result().orElse(ScriptedOutcome.NULL);
  }

  @Override
  public void beforeExecute(TaskContext context) {
    hook("pre_execute", context, context::progress);
  }

  @Override
  public void afterExecute(TaskContext context) {
    hook("post_execute", context, context::progress);
  }

  @Override
  public void beforeRevert(RevertContext context) {
    hook("pre_revert", context, context::progress);
  }

  @Override
  public void afterRevert(RevertContext context) {
    hook("post_revert", context, context::progress);
  }

  private void hook(String method, AtomContext context, DoubleConsumer progress) {
    if (node.scripts().has(method)) {
      scriptRunner.play(context, method, script(method), CaseJson.object(), progress);
    }
  }

  private List<ScriptedOutcome> script(String method) {
    return node.scripts().byMethod().getOrDefault(method, NOTHING);
  }
}
