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

/** Where the scripted atoms of one flow object play: counts their calls, traces them, acts. */
final class Stage {

  private final Calls calls;
  // Changed between runs only; read by the threads of a run.
  private volatile Trace trace;
  // Set by the thread that runs the flow; read by whoever asks for suspension.
  private volatile FlowState state = FlowState.PENDING;

  Stage(Calls calls, Trace trace) {
    this.calls = calls;
    this.trace = trace;
  }

  /** The flow object is run once more, for another step. */
  void next(Trace another) {
    trace = another;
  }

  Trace trace() {
    return trace;
  }

  void flowReached(FlowState reached) {
    state = reached;
  }

  /** Whether the flow can be suspended: the reference ignores who asks at other times. */
  boolean isRunning() {
    return state == FlowState.RUNNING;
  }

  /** Enters a method of an atom, and says which call of it that is. */
  int enter(String atom, String method, ObjectNode payload) {
    Trace current = trace;
    if (current.isKilled()) {
      throw new Killed();
    }
    int number = calls.next(atom, method);
    current.called(atom, method, number, payload);
    return number;
  }

  /** Enters a method and does what its script says. */
  JsonNode play(
      AtomContext context,
      String method,
      List<Outcome> script,
      ObjectNode payload,
      DoubleConsumer progress) {
    int number = enter(context.atom(), method, payload);
    ObjectNode arguments =
        payload.get("args") instanceof ObjectNode args ? args.deepCopy() : Json.object();
    Body body = new Body(arguments, number, progress, context::suspend);
    return body.carryOut(Calls.outcome(script, number));
  }

  /** What a method is called with, as far as there is a value. */
  static ObjectNode arguments(AtomContext context, Declaration.Inputs inputs) {
    ObjectNode arguments = Json.object();
    for (String parameter : inputs.all().keySet()) {
      Symbol<JsonNode> symbol = Symbol.json(parameter);
      if (context.has(symbol)) {
        arguments.set(parameter, context.find(symbol).orElse(Outcome.NULL));
      }
    }
    return arguments;
  }

  static ObjectNode payload(ObjectNode arguments) {
    ObjectNode payload = Json.object();
    payload.set("args", arguments);
    return payload;
  }
}
