// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.flow.Flow;
import dev.baton.flow.InvalidFlowException;
import dev.baton.flow.InvalidFlowException.Defect;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FlowPlanTest {

  private static final Symbol<Integer> X = Symbol.of("x", Integer.class);

  private static Task<Integer> provider(String name) {
    return Task.named(name).provides(X).execute(t -> 1);
  }

  @Test
  void hierarchy_isPrintedAsATree() {
    Flow flow =
        Flow.linear("deploy")
            .retry(Retry.times(2))
            .add(
                Task.named("prepare"),
                Flow.unordered("parallel_part").add(Task.named("left"), Task.named("right")),
                Flow.linear("inner")
                    .retry(Retry.times(1).named("pick"))
                    .add(Task.named("inner_1"), Flow.linear("deep").add(Task.named("deep_1"))),
                Task.named("finish").version("2.1"));
    assertThat(FlowPlan.of(flow).hierarchy())
        .isEqualTo(
            """
            "linear_flow.Flow: deploy(len=4)"
            |__"deploy_retry==1.0"
            |__"prepare==1.0"
            |__"unordered_flow.Flow: parallel_part(len=2)"
            |  |__"left==1.0"
            |  |__"right==1.0"
            |__"linear_flow.Flow: inner(len=2)"
            |  |__"pick==1.0"
            |  |__"inner_1==1.0"
            |  |__"linear_flow.Flow: deep(len=1)"
            |     |__"deep_1==1.0"
            |__"finish==2.1\"\
            """);
    assertThat(FlowPlan.of(Task.named("alone")).hierarchy()).isEqualTo("\"alone==1.0\"");
  }

  @Test
  void followers_lookThroughStartsAndEndsOfFlows() {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a"),
                Flow.linear("empty"),
                Flow.unordered("u").add(Task.named("b"), Task.named("c")),
                Task.named("d"));
    assertThat(DirectSuccessors.of(FlowPlan.of(flow).atomNodes()))
        .containsEntry("a", Set.of("b", "c"))
        .containsEntry("b", Set.of("d"))
        .containsEntry("d", Set.of());
  }

  @Test
  void of_anObjectInTwoPlaces_orTwoAtomsOfOneName_isRefused() {
    Task<?> a = Task.named("a");
    assertThatThrownBy(() -> FlowPlan.of(Flow.linear("f").add(a, Flow.linear("g").add(a))))
        .isInstanceOfSatisfying(
            InvalidFlowException.class,
            e -> assertThat(e.defect()).isEqualTo(Defect.INVALID_VALUE));
    assertThatThrownBy(() ->
            FlowPlan.of(
                Flow.linear("f")
                    .add(a, Task.named("b"), Task.named("b"), Task.named("a"), Task.named("c"))))
        .isInstanceOfSatisfying(
            InvalidFlowException.class,
            e -> {
              assertThat(e.defect()).isEqualTo(Defect.DUPLICATE_NAME);
              assertThat(e.subjects()).containsExactly("a", "b");
            });
  }

  @Test
  void validate_ofAProviderThatIsNotBefore_namesSymbolAndAtom() {
    Task<?> consumer = Task.named("b").requires(X);
    for (Flow flow :
        List.of(
            Flow.linear("f").add(consumer, provider("a")),
            Flow.unordered("f").add(provider("a"), consumer),
            Flow.graph("f").autoLink(false, false).add(provider("a"), consumer))) {
      assertThatThrownBy(() -> FlowPlan.of(flow).validate(Set.of()))
          .isInstanceOfSatisfying(
              InvalidFlowException.class,
              e -> assertThat(e.defect()).isEqualTo(Defect.MISSING_SYMBOL))
          .hasMessageContaining("'x' (required by b)");
      FlowPlan.of(flow).validate(Set.of("x"));
    }
  }

  @Test
  void validate_ofAProviderOfAnotherType_namesBoth() {
    Flow flow =
        Flow.linear("f").add(provider("a"), Task.named("b").requires(Symbol.of("x", String.class)));
    assertThatThrownBy(() -> FlowPlan.of(flow).validate(Set.of()))
        .isInstanceOfSatisfying(
            InvalidFlowException.class, e -> assertThat(e.defect()).isEqualTo(Defect.WRONG_TYPE))
        .hasMessageContaining("'b' requires 'x' as java.lang.String, but 'a' provides it");
    FlowPlan.of(Flow.linear("g").add(provider("a"), Task.named("b").requires(Symbol.json("x"))))
        .validate(Set.of());
  }

  @Test
  void candidates_areThoseOfTheNearestLevel_nearestFirst() {
    Task<?> consumer = Task.named("c").requires(X);
    Flow flow =
        Flow.linear("root")
            .retry(Retry.times(1).provides(X))
            .add(
                provider("far"),
                Flow.linear("inner")
                    .add(provider("i1"), Flow.linear("deep").add(provider("i2")), consumer));
    FlowPlan plan = FlowPlan.of(flow);
    PlanNode atom = plan.atom("c");
    List<String> names = new ArrayList<>();
    plan.scope().visibleProviders(atom, "x").forEachRemaining(node -> names.add(node.name()));
    assertThat(names).containsExactly("i2", "i1");
  }

  @Test
  void of_aDeepFlow_doesNotExhaustTheStack() {
    Flow flow = Flow.linear("f0").add(Task.named("t"));
    for (int i = 1; i < 20_000; i++) {
      flow = Flow.linear("f" + i).add(flow);
    }
    FlowPlan plan = FlowPlan.of(flow);
    plan.validate(Set.of());
    assertThat(plan.hierarchy()).endsWith("\"t==1.0\"");
    assertThat(DirectSuccessors.of(plan.atomNodes())).containsEntry("t", Set.of());
  }
}
