// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * One call of a scripted method.
 *
 * @param arguments the arguments of the method, by parameter
 * @param number the number of the call, from 1
 * @param progress receives the reported progress
 * @param suspend requests suspension
 */
record ScriptedCall(ObjectNode arguments, int number, DoubleConsumer progress, Runnable suspend) {

  JsonNode perform(ScriptedOutcome scriptedOutcome) {
    return switch (scriptedOutcome) {
      case ScriptedOutcome.Return it -> it.value();
      case ScriptedOutcome.ReturnArg it -> argument(it.name());
      case ScriptedOutcome.ReturnArgs it -> arguments.deepCopy();
      case ScriptedOutcome.Sum it -> LongNode.valueOf(sum(it));
      case ScriptedOutcome.Attempt it -> LongNode.valueOf(number);
      case ScriptedOutcome.Raise it -> throw ScriptedError.of(it);
      case ScriptedOutcome.If it -> perform(holds(it) ? it.then() : it.otherwise());
      case ScriptedOutcome.Progress it -> {
        it.steps().forEach(progress::accept);
        yield perform(it.then());
      }
      case ScriptedOutcome.Suspend it -> {
        suspend.run();
        yield perform(it.then());
      }
    };
  }

  private JsonNode argument(String name) {
    if (!arguments.has(name)) {
      throw new ScriptedError.KeyError(name);
    }
    return arguments.get(name);
  }

  /** A missing argument counts as null. */
  private boolean holds(ScriptedOutcome.If condition) {
    JsonNode actual = arguments.path(condition.argument());
    return CaseJson.areEqual(
        actual.isMissingNode() ? NullNode.instance : actual, condition.value());
  }

  private long sum(ScriptedOutcome.Sum sum) {
    List<String> names = sum.names().orElseGet(() -> CaseJson.names(arguments));
    long total = sum.plus();
    for (String name : names) {
      JsonNode value = argument(name);
      if (!value.isNumber()) {
        throw new ScriptedError.TypeError("argument '" + name + "' is no number");
      }
      total += value.longValue();
    }
    return total;
  }
}
