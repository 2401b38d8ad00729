// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Creates tasks that apply a function to the values of several symbols. */
final class MapReduceTasks {

  private MapReduceTasks() {}

  static <A, B> Task<List<B>> map(
      String name, List<Symbol<A>> over, Function<? super A, ? extends B> function) {
    return Task.named(name)
        .requires(over.toArray(new Symbol<?>[0]))
        .<List<B>>withResult(TaskResultMapping.ANY_LIST)
        .execute(task -> {
          List<B> answers = new ArrayList<>();
          over.forEach(symbol -> answers.add(function.apply(task.get(symbol))));
          return answers;
        });
  }

  static <A> Task<A> reduce(String name, List<Symbol<A>> over, BinaryOperator<A> function) {
    if (over.size() < 2) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          "task '" + name + "' reduces " + over.size() + " symbols; give it two or more");
    }
    return Task.named(name)
        .requires(over.toArray(new Symbol<?>[0]))
        .<A>withResult(TaskResultMapping.of(over.getFirst().type()))
        .execute(task -> over.stream().map(task::get).reduce(function).orElseThrow());
  }
}
