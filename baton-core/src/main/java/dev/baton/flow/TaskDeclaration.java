// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The declaration of a task: everything except its body. */
record TaskDeclaration(
    TaskSettings settings,
    AtomInputs inputs,
    AtomInputs revertInputs,
    TaskResultMapping resultMapping) {

  static TaskDeclaration named(String name) {
    return new TaskDeclaration(
        TaskSettings.named(name), AtomInputs.NONE, AtomInputs.NONE, TaskResultMapping.ANY);
  }

  TaskDeclaration with(TaskSettings other) {
    return new TaskDeclaration(other, inputs, revertInputs, resultMapping);
  }

  TaskDeclaration mapInputs(UnaryOperator<AtomInputs> change) {
    return new TaskDeclaration(settings, change.apply(inputs), revertInputs, resultMapping);
  }

  TaskDeclaration mapRevertInputs(UnaryOperator<AtomInputs> change) {
    return new TaskDeclaration(settings, inputs, change.apply(revertInputs), resultMapping);
  }

  /** Injects a value into execute and revert. */
  TaskDeclaration withInjected(String symbol, @Nullable Object value) {
    UnaryOperator<AtomInputs> injection = atomInputs -> atomInputs.withInjected(symbol, value);
    return mapInputs(injection).mapRevertInputs(injection);
  }

  TaskDeclaration withResultMapping(TaskResultMapping other) {
    return new TaskDeclaration(settings, inputs, revertInputs, other);
  }
}
