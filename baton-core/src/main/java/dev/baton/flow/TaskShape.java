// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All of a task but what it does. */
record TaskShape(TaskHead head, Inputs inputs, Inputs revertInputs, TaskResult result) {

  static TaskShape named(String name) {
    return new TaskShape(TaskHead.named(name), Inputs.NONE, Inputs.NONE, TaskResult.ANY);
  }

  TaskShape with(TaskHead other) {
    return new TaskShape(other, inputs, revertInputs, result);
  }

  TaskShape reading(UnaryOperator<Inputs> change) {
    return new TaskShape(head, change.apply(inputs), revertInputs, result);
  }

  TaskShape reverting(UnaryOperator<Inputs> change) {
    return new TaskShape(head, inputs, change.apply(revertInputs), result);
  }

  /** A value for execute and revert alike. */
  TaskShape injecting(String symbol, @Nullable Object value) {
    UnaryOperator<Inputs> injection = inputs -> inputs.withInjected(symbol, value);
    return reading(injection).reverting(injection);
  }

  TaskShape giving(TaskResult other) {
    return new TaskShape(head, inputs, revertInputs, other);
  }
}
