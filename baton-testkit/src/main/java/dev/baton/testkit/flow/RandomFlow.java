// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import dev.baton.flow.Decider;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.GraphFlow;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Makes flows of all patterns from a seed. Whether a task fails depends only on the seed, its name
 * and the attempts of the retry controllers around it, so the end state does not depend on the
 * order of execution.
 */
final class RandomFlow {

  private static final Symbol<List<Integer>> LIST = Symbol.list("list", Integer.class);

  private final long seed;
  private final FlowEffects effects;
  private final Random random;
  private final Deque<Symbol<?>> around = new ArrayDeque<>();
  private int atoms;

  RandomFlow(long seed, FlowEffects effects) {
    this.seed = seed;
    this.effects = effects;
    this.random = new Random(seed);
  }

  Flow make() {
    return controlled(
        Flow.linear("root"),
        root -> {
          root.add(listTask());
          int parts = 1 + random.nextInt(3);
          for (int i = 0; i < parts; i++) {
            root.add(node(3));
          }
        });
  }

  private Task<?> listTask() {
    List<Integer> list = List.of(1, 2, 3).subList(0, random.nextInt(4));
    return Task.named("list").provides(LIST).execute(t -> list);
  }

  private FlowNode node(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(7);
    return switch (kind) {
      case 1 -> filled(Flow.linear("l" + atoms), depth);
      case 2 -> filled(Flow.unordered("u" + atoms), depth);
      case 3 -> graph(depth);
      case 4 -> each();
      default -> task("t" + atoms++, List.copyOf(around));
    };
  }

  private Flow filled(Flow flow, int depth) {
    return controlled(
        flow,
        filled -> {
          int children = random.nextInt(4);
          for (int i = 0; i < children; i++) {
            filled.add(node(depth - 1));
          }
        });
  }

  private Flow graph(int depth) {
    return controlled(
        Flow.graph("g" + atoms),
        graph -> {
          List<FlowNode> nodes = new ArrayList<>();
          int children = 2 + random.nextInt(4);
          for (int i = 0; i < children; i++) {
            nodes.add(node(depth - 1));
          }
          graph.add(nodes.toArray(new FlowNode[0]));
          for (int i = 1; i < nodes.size(); i++) {
            link(graph, nodes.get(random.nextInt(i)), nodes.get(i));
          }
        });
  }

  /** Fills a flow, and sets a retry controller on one flow in three. */
  private <F extends Flow> F controlled(F flow, Consumer<F> fill) {
    boolean controls = random.nextInt(3) == 0;
    if (controls) {
      Symbol<?> attempt = Symbol.of("attempt" + atoms, Integer.class);
      flow.retry(retry().provides(attempt));
      around.push(attempt);
    }
    fill.accept(flow);
    if (controls) {
      around.pop();
    }
    return flow;
  }

  private void link(GraphFlow graph, FlowNode from, FlowNode to) {
    int kind = random.nextInt(6);
    if (kind == 0 && random.nextInt(8) == 0) {
      Decider undecided =
          history -> {
            throw new IllegalStateException("the decider fails");
          };
      graph.link(from, to, undecided, Decider.Depth.ALL);
    } else if (kind == 0) {
      boolean answer = random.nextInt(3) > 0;
      Decider.Depth[] depths = Decider.Depth.values();
      graph.link(from, to, history -> answer, depths[random.nextInt(depths.length)]);
    } else if (kind < 5) {
      graph.link(from, to);
    }
  }

  private Flow each() {
    String name = "e" + atoms++;
    List<Symbol<?>> attempts = List.copyOf(around);
    return Flow.each(name, LIST, (element, index) -> task(name + "-" + element, attempts));
  }

  private Retry retry() {
    Retry retry =
        switch (random.nextInt(4)) {
          case 0 -> Retry.alwaysRevert();
          case 1 -> Retry.forEach(List.of(1, 2, 1));
          default -> Retry.times(1 + random.nextInt(3));
        };
    return retry.named("r" + atoms++);
  }

  private Task<?> task(String name, List<Symbol<?>> attempts) {
    // A separate generator, because the task of an element must be the same each time it is made.
    Random own = new Random(seed * 31 + name.hashCode());
    boolean waits = own.nextInt(10) == 0;
    return Task.named(name)
        .optional(attempts.toArray(new Symbol<?>[0]))
        .priority(own.nextInt(3))
        .provides(Symbol.of("of-" + name, String.class))
        .execute(t -> {
          if (waits) {
            t.sleep(Duration.ofMinutes(1));
          }
          effects.execute(t);
          StringBuilder result = new StringBuilder(name);
          attempts.forEach(attempt -> result.append(' ').append(t.find(attempt)));
          fail(result.toString());
          return result.toString();
        })
        .revertAlways(t -> {
          effects.revert(t);
          return "undone";
        });
  }

  /** Fails for one text in six, always for the same texts. */
  private void fail(String what) {
    if (new Random(seed * 31 + what.hashCode()).nextInt(6) == 0) {
      throw new IllegalStateException(what);
    }
  }
}
