// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Flow;
import dev.baton.flow.GraphFlow;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;

/** Creates flows whose tasks do nothing. */
final class NoopFlows {

  private static final int WIDTH = 10;
  private static final int NEEDS = 3;

  private NoopFlows() {}

  /** A flow whose tasks run one after the other. */
  static Flow linear(int atoms) {
    Flow flow = Flow.linear("linear");
    for (int i = 0; i < atoms; i++) {
      flow.add(Task.named("task-" + i).run(task -> {}));
    }
    return flow;
  }

  /**
   * A flow with layers of ten tasks. Each task requires the values of three tasks in the previous
   * layer.
   */
  static Flow graph(int atoms) {
    GraphFlow flow = Flow.graph("graph");
    for (int i = 0; i < atoms; i++) {
      Task<JsonNode> task = Task.named("task-" + i).provides(value(i)).execute(run -> null);
      for (int k = 0; i >= WIDTH && k < NEEDS; k++) {
        task = task.requires(value((i / WIDTH - 1) * WIDTH + (i + k) % WIDTH));
      }
      flow.add(task);
    }
    return flow;
  }

  private static Symbol<JsonNode> value(int i) {
    return Symbol.json("value-" + i);
  }
}
