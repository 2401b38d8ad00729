// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.flow.InvalidFlowException.Defect;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GraphFlowTest {

  private static final Symbol<Integer> X = Symbol.of("x", Integer.class);
  private static final Symbol<Integer> Y = Symbol.of("y", Integer.class);

  private final GraphFlow graph = Flow.graph("g");

  private static Task<Integer> provider(String name, Symbol<Integer> symbol) {
    return Task.named(name).provides(symbol).execute(t -> 1);
  }

  private static Task<Object> consumer(String name, Symbol<?>... symbols) {
    return Task.named(name).requires(symbols).run(t -> {});
  }

  @Test
  void add_ofAConsumer_linksItToItsProvider() {
    Task<?> a = provider("a", X);
    Task<?> b = consumer("b", X);
    graph.add(a, b);
    assertThat(graph.linksTo(b))
        .singleElement()
        .satisfies(graphLink -> {
          assertThat(graphLink.from()).isEqualTo(a);
          assertThat(graphLink.reasons()).containsExactly("x");
          assertThat(graphLink.manual()).isFalse();
        });
  }

  @Test
  void add_ofAProviderLater_servesAllThatWait_butNotASecondTime() {
    Task<?> early = consumer("early", X);
    Task<?> other = consumer("other", X);
    Task<?> first = provider("first", X);
    Task<?> second = provider("second", X);
    graph.add(early, other).add(first).add(second);
    assertThat(graph.linksTo(early)).extracting(GraphLink::from).containsExactly(first);
    assertThat(graph.linksTo(other)).extracting(GraphLink::from).containsExactly(first);
  }

  @Test
  void add_withTwoProviders_isRefusedAndUndone() {
    graph.add(provider("a", X), provider("b", X));
    Task<?> c = consumer("c", X);
    assertThatThrownBy(() -> graph.add(provider("d", Y), c))
        .isInstanceOfSatisfying(
            InvalidFlowException.class,
            e -> {
              assertThat(e.defect()).isEqualTo(Defect.AMBIGUOUS_PROVIDER);
              assertThat(e.subjects()).containsExactly("a", "b");
            })
        .hasMessageContaining("'c' requires 'x'");
    assertThat(graph.children()).extracting(FlowNode::name).containsExactly("a", "b");
    assertThat(graph.provides()).containsExactly("x");
  }

  @Test
  void add_thatClosesACircle_isRefusedAndUndone() {
    Task<Integer> a = Task.named("a").requires(Y).provides(X).execute(t -> 1);
    Task<Integer> b = Task.named("b").requires(X).provides(Y).execute(t -> 1);
    graph.add(a);
    assertThatThrownBy(() -> graph.add(b))
        .isInstanceOfSatisfying(
            InvalidFlowException.class, e -> assertThat(e.defect()).isEqualTo(Defect.CYCLE));
    assertThat(graph.children()).containsExactly(a);
    graph.add(provider("c", Y));
    assertThat(graph.linksTo(a))
        .extracting(graphLink -> graphLink.from().name())
        .containsExactly("c");
  }

  @Test
  void link_toItselfOrBackwards_isRefused() {
    Task<?> a = consumer("a");
    Task<?> b = consumer("b");
    Task<?> c = consumer("c");
    graph.add(a, b, c).link(a, b).link(b, c);
    for (Runnable link :
        List.<Runnable>of(() -> graph.link(c, a), () -> graph.link(b, b), () -> graph.link(c, b))) {
      assertThatThrownBy(link::run)
          .isInstanceOfSatisfying(
              InvalidFlowException.class, e -> assertThat(e.defect()).isEqualTo(Defect.CYCLE));
    }
    assertThat(graph.children()).containsExactly(a, b, c);
  }

  @Test
  void link_toANodeOfAnotherFlow_isRefused() {
    Task<?> a = consumer("a");
    graph.add(a);
    assertThatThrownBy(() -> graph.link(a, consumer("b")))
        .isInstanceOf(InvalidFlowException.class)
        .hasMessageContaining("'b'");
  }

  @Test
  void link_twice_keepsTheDecider() {
    Task<?> a = provider("a", X);
    Task<?> b = consumer("b", X);
    graph.add(a, b).link(a, b, history -> true, Decider.Depth.FLOW).link(a, b);
    assertThat(graph.linksTo(b))
        .singleElement()
        .satisfies(graphLink -> {
          assertThat(graphLink.depth()).isEqualTo(Decider.Depth.FLOW);
          assertThat(graphLink.manual()).isTrue();
          assertThat(graphLink.reasons()).containsExactly("x");
        });
  }

  @Test
  void children_areInGenerations_thenInTheOrderAdded() {
    Task<?> last = consumer("last", X, Y);
    Task<?> middle = Task.named("middle").requires(X).provides(Y).execute(t -> 1);
    Task<?> first = provider("first", X);
    Task<?> free = consumer("free");
    graph.add(last, middle, first, free);
    assertThat(graph.children()).containsExactly(first, free, middle, last);
  }

  @Test
  void target_leavesItAndWhatItComesAfter() {
    Task<?> a = provider("a", X);
    Task<?> b = Task.named("b").requires(X).provides(Y).execute(t -> 1);
    Task<?> c = consumer("c", Symbol.of("z", String.class));
    graph.add(a, b, c).target(b);
    assertThat(graph.children()).containsExactly(a, b);
    assertThat(graph.requires()).isEmpty();
    assertThat(graph.provides()).containsExactly("x", "y");
  }

  @Test
  void autoLink_switchedOff_leavesNodesApart_untilAProviderComesLater() {
    Task<?> b = consumer("b", X);
    graph.add(provider("a", X)).autoLink(false, true).add(b);
    assertThat(graph.linksTo(b)).isEmpty();
    graph.add(provider("c", X));
    assertThat(graph.linksTo(b))
        .extracting(graphLink -> graphLink.from().name())
        .containsExactly("c");
  }

  @Test
  void retryOfAGraph_providesToItsNodes_withoutLinks() {
    graph.retry(Retry.times(2).provides(X));
    Task<?> a = consumer("a", X);
    graph.add(a, provider("b", X));
    assertThat(graph.linksTo(a)).isEmpty();
    assertThat(graph.requires()).isEmpty();
    assertThatThrownBy(() -> graph.retry(Retry.alwaysRevert()))
        .isInstanceOf(InvalidFlowException.class);
  }
}
