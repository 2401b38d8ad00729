// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class FlowDefinitionTest {

  private static final Symbol<Integer> X = Symbol.of("x", Integer.class);
  private static final Symbol<Integer> Y = Symbol.of("y", Integer.class);

  record Server(String name, Instant since, Duration uptime) {}

  @Test
  void requires_ofATask_areSymbolsAfterRebinding_withoutInjectedOnes() {
    Task<?> task =
        Task.named("t")
            .requires(X, Y)
            .rebind(X, "z")
            .inject(Y, 1)
            .optional(Symbol.json("o"))
            .revertRequires(Symbol.json("r"));
    assertThat(task.requires()).containsExactly("z", "r");
  }

  @Test
  void requires_ofALinearFlow_areThoseThatNothingEarlierProvides() {
    Task<?> a = Task.named("a").requires(Y).provides(X).execute(t -> 1);
    Task<?> b = Task.named("b").requires(X, Y);
    assertThat(Flow.linear("f").add(a, b).requires()).containsExactly("y");
    assertThat(Flow.linear("f").add(b, a).requires()).containsExactlyInAnyOrder("x", "y");
    assertThat(Flow.unordered("f").add(a, b).requires()).containsExactlyInAnyOrder("x", "y");
    Retry retry = Retry.times(2).provides(X);
    assertThat(Flow.unordered("f").retry(retry).add(a, b).requires()).containsExactly("y");
  }

  @Test
  void add_ofTheSameObjectTwice_doesNothing() {
    Task<?> a = Task.named("a");
    assertThat(Flow.linear("f").add(a).add(a).children()).containsExactly(a);
  }

  @Test
  void retry_withoutAName_isCalledAfterItsFlow() {
    assertThat(Flow.linear("f").retry(Retry.times(1)).retry())
        .extracting(Retry::name)
        .isEqualTo("f_retry");
  }

  @Test
  void definitions_thatContradictThemselves_areRefused() {
    assertThatThrownBy(() -> Task.named(" ")).isInstanceOf(InvalidFlowException.class);
    assertThatThrownBy(() -> Symbol.json("")).isInstanceOf(InvalidFlowException.class);
    assertThatThrownBy(() -> Retry.times(-1)).hasMessageContaining("'-1'");
    assertThatThrownBy(() -> Task.named("t").timeout(Duration.ZERO)).hasMessageContaining("'t'");
    assertThatThrownBy(() -> Task.reduce("r", List.of(X), Integer::sum))
        .hasMessageContaining("reduces 1 symbols");
    assertThatThrownBy(() -> Task.named("t").body(t -> 1).run(t -> {}))
        .hasMessageContaining("has a body of class");
    assertThatThrownBy(() ->
            Flow.each("e", Symbol.list("l", String.class), (e, i) -> Task.named(e))
                .add(Task.named("t")))
        .isInstanceOf(InvalidFlowException.class);
  }

  @Test
  void values_ofAllKinds_comeBackAsTheyWere() {
    Server server = new Server("s", Instant.parse("2026-01-31T12:00:00Z"), Duration.ofDays(1));
    Symbol<Map<String, List<Server>>> symbol = Symbol.of("s", new TypeReference<>() {});
    Map<String, List<Server>> value = Map.of("all", List.of(server));
    assertThat(JsonValues.<Map<String, List<Server>>>read(JsonValues.write(value), symbol.type()))
        .isEqualTo(value);
    assertThat(JsonValues.<Integer>read(JsonValues.write(null), X.type())).isNull();
    assertThatThrownBy(() -> JsonValues.read(JsonValues.write("text"), X.type()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("java.lang.Integer");
    assertThatThrownBy(() -> JsonValues.write(new Object()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("java.lang.Object");
  }

  @Test
  void failure_keepsTypesMessageStackAndCauses() {
    Exception error = new IllegalStateException("outer", new IOException("inner"));
    Failure failure = Failure.of(error);
    assertThat(failure.types())
        .containsExactly(
            "java.lang.IllegalStateException",
            "java.lang.RuntimeException",
            "java.lang.Exception",
            "java.lang.Throwable");
    assertThat(failure.isA(RuntimeException.class)).isTrue();
    assertThat(failure.isA(IOException.class)).isFalse();
    assertThat(failure.message()).isEqualTo("outer");
    assertThat(failure.stack()).contains("failure_keepsTypesMessageStackAndCauses");
    assertThat(failure.causes())
        .extracting(Failure::toString)
        .containsExactly("java.io.IOException: inner");
    assertThat(failure.brief().stack()).isEmpty();
    assertThat(Failure.of(new IllegalStateException("x".repeat(9_000))).message())
        .hasSize(Failure.MAX_MESSAGE);
  }

  @Test
  void failure_whoseCausesGoInACircle_isKept() {
    Exception a = new Exception("a");
    Exception b = new Exception("b", a);
    a.initCause(b);
    assertThat(Failure.of(a).causes()).hasSize(1);
  }

  @Test
  void failure_whoseMethodsThrow_isKept() {
    Exception hostile =
        new Exception() {
          @Override
          public String getMessage() {
            throw new IllegalStateException();
          }

          @Override
          public synchronized Throwable getCause() {
            throw new IllegalStateException();
          }
        };
    assertThat(Failure.of(hostile).message()).contains("cannot be read");
  }

  @Test
  void name_withAControlCharacter_isRefused() {
    List<Consumer<String>> names =
        List.of(Task::named, Flow::linear, Symbol::json, name -> Retry.times(1).named(name));
    for (Consumer<String> named : names) {
      for (String name : List.of("a\u0000", "a\nb", "\u001b[2J", "a\u2029")) {
        assertThatThrownBy(() -> named.accept(name))
            .isInstanceOf(InvalidFlowException.class)
            .hasMessageContaining("has the character U+");
      }
      named.accept("größe 漢 😀");
    }
  }
}
