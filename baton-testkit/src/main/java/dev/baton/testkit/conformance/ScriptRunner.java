// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.flow.AtomContext;
import dev.baton.flow.Symbol;
import dev.baton.logbook.FlowState;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Runs the scripted methods of one flow object: counts and traces their calls and performs the
 * scripted outcomes.
 */
final class ScriptRunner {

  private final CallCounts callCounts;
  // Changed only between two runs of the flow; read by the threads of a run.
  private volatile StepTrace stepTrace;
  // Written by the thread that runs the flow, read by the thread that requests suspension.
  private volatile FlowState state = FlowState.PENDING;

  ScriptRunner(CallCounts callCounts, StepTrace stepTrace) {
    this.callCounts = callCounts;
    this.stepTrace = stepTrace;
  }

  /** Prepares another run of the flow object, for another step. */
  void next(StepTrace another) {
    stepTrace = another;
  }

  StepTrace trace() {
    return stepTrace;
  }

  void flowReached(FlowState reached) {
    state = reached;
  }

  /** Whether the flow can be suspended. The reference library ignores requests in other states. */
  boolean isRunning() {
    return state == FlowState.RUNNING;
  }

  /** Records the call of a method and returns the number of the call, from 1. */
  int enter(String atom, String method, ObjectNode payload) {
    StepTrace current = stepTrace;
    if (current.isKilled()) {
      throw new SimulatedKill();
    }
    int number = callCounts.next(atom, method);
    current.called(atom, method, number, payload);
    return number;
  }

  /** Records the call of a method and performs the scripted outcome. */
  JsonNode play(
      AtomContext context,
      String method,
      List<ScriptedOutcome> script,
      ObjectNode payload,
      DoubleConsumer progress) {
    int number = enter(context.atom(), method, payload);
    ObjectNode arguments =
        payload.get("args") instanceof ObjectNode args ? args.deepCopy() : CaseJson.object();
    ScriptedCall scriptedCall = new ScriptedCall(arguments, number, progress, context::suspend);
    return scriptedCall.perform(CallCounts.outcome(script, number));
  }

  /** Returns the arguments of a method. A parameter without a value is left out. */
  static ObjectNode arguments(AtomContext context, InputDeclaration.Inputs inputs) {
    ObjectNode arguments = CaseJson.object();
    for (String parameter : inputs.all().keySet()) {
      Symbol<JsonNode> symbol = Symbol.json(parameter);
      if (context.has(symbol)) {
        arguments.set(parameter, context.find(symbol).orElse(ScriptedOutcome.NULL));
      }
    }
    return arguments;
  }

  static ObjectNode payload(ObjectNode arguments) {
    ObjectNode payload = CaseJson.object();
    payload.set("args", arguments);
    return payload;
  }
}
