// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.Flow;
import dev.baton.flow.Retry;
import dev.baton.flow.Task;
import dev.baton.logbook.AtomState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Tests which parts of large flows a picture shows. */
final class FoldChartTest {

  private static Task<Object> task(String name) {
    return Task.named(name).run(task -> {});
  }

  private static Flow group(String name, int size) {
    Flow group = Flow.linear(name);
    IntStream.range(0, size).forEach(i -> group.add(task(name + "_" + i)));
    return group;
  }

  private static List<JsonNode> parts(JsonNode layout, Predicate<JsonNode> condition) {
    return StreamSupport.stream(layout.path("parts").spliterator(), false)
        .filter(condition)
        .toList();
  }

  private static List<String> names(JsonNode layout, String kind) {
    return parts(layout, part -> part.path("kind").asText().equals(kind)).stream()
        .map(part -> part.path("name").asText())
        .toList();
  }

  private static JsonNode part(JsonNode layout, String name) {
    return parts(layout, part -> part.path("name").asText().equals(name)).getFirst();
  }

  private static JsonNode layout(Flow flow, Map<String, AtomMark> marks, String... open) {
    return FlowChart.of(flow, name -> null, marks).json(Set.of(open), Set.of());
  }

  @Test
  void smallFlow_isOpen_andFoldsWhatTheReaderFolds() {
    Flow flow = Flow.linear("all").add(task("first"), group("inner", 3));
    FlowChart chart = FlowChart.of(flow);
    JsonNode open = chart.json(Set.of(), Set.of());
    assertThat(part(open, "inner").path("folded").asBoolean()).isFalse();
    assertThat(part(open, "inner").path("place").asText()).isEqualTo("0.1");
    assertThat(names(open, "task")).containsExactly("first", "inner_0", "inner_1", "inner_2");
    JsonNode folded = chart.json(Set.of(), Set.of("0.1"));
    assertThat(names(folded, "task")).containsExactly("first");
    assertThat(part(folded, "inner").path("folded").asBoolean()).isTrue();
    assertThat(part(folded, "inner").path("atoms").asInt()).isEqualTo(3);
    assertThat(folded.path("arrows")).hasSize(1);
  }

  @Test
  void largeFlow_startsWithItsNestedFlowsFolded_andCountsTheirStates() {
    Flow flow = Flow.linear("all");
    IntStream.range(0, 50).forEach(i -> flow.add(group("g" + i, 200)));
    Map<String, AtomMark> marks = new HashMap<>();
    IntStream.range(0, 200)
        .forEach(i ->
            marks.put("g3_" + i, new AtomMark(i < 2 ? AtomState.FAILURE : AtomState.SUCCESS, "")));
    JsonNode layout = layout(flow, marks);
    assertThat(names(layout, "task")).isEmpty();
    assertThat(names(layout, "flow")).hasSize(51);
    assertThat(part(layout, "all").path("atoms").asInt()).isEqualTo(10_000);
    JsonNode states = part(layout, "g3").path("states");
    assertThat(states.path("FAILURE").asInt()).isEqualTo(2);
    assertThat(states.path("SUCCESS").asInt()).isEqualTo(198);
    JsonNode open = layout(flow, marks, "0.3");
    assertThat(names(open, "task")).hasSize(100).contains("g3_0").doesNotContain("g3_150");
    assertThat(names(open, "more")).containsExactly("100 more");
  }

  @Test
  void flowWithoutOrder_showsFirstWhatNeedsAttention() {
    Flow flow = Flow.unordered("wide");
    IntStream.range(0, 10_000).forEach(i -> flow.add(task("task" + i)));
    Map<String, AtomMark> marks =
        Map.of(
            "task9000", new AtomMark(AtomState.FAILURE, ""),
            "task5", new AtomMark(AtomState.SUCCESS, ""));
    JsonNode layout = layout(flow, marks);
    assertThat(names(layout, "task")).hasSize(100).contains("task0", "task98", "task9000");
    assertThat(names(layout, "more")).containsExactly("9900 more");
    assertThat(part(layout, "9900 more").has("place")).isFalse();
  }

  @Test
  void orderedFlow_showsThePartsAroundTheFirstUnsettledOne() {
    Flow flow = Flow.linear("long").retry(Retry.times(2).named("again"));
    Map<String, AtomMark> marks = new HashMap<>();
    IntStream.range(0, 1000)
        .forEach(i -> {
          flow.add(task("step" + i));
          AtomState state =
              i < 500 ? AtomState.SUCCESS : i == 500 ? AtomState.RUNNING : AtomState.PENDING;
          marks.put("step" + i, new AtomMark(state, ""));
        });
    JsonNode layout = layout(flow, marks);
    assertThat(names(layout, "retry")).containsExactly("again");
    assertThat(names(layout, "task")).hasSize(100).contains("step500").doesNotContain("step0");
    assertThat(names(layout, "more")).hasSize(2);
    List<String> ends = new ArrayList<>();
    layout.path("arrows").forEach(arrow -> ends.add(arrow.path("to").asText()));
    assertThat(ends).hasSize(102).doesNotHaveDuplicates();
  }

  @Test
  void tooManyOpenFlows_areRefusedWithAReason() {
    Flow flow = Flow.linear("all");
    IntStream.range(0, 10).forEach(i -> flow.add(group("g" + i, 100)));
    String[] open = IntStream.range(0, 10).mapToObj(i -> "0." + i).toArray(String[]::new);
    assertThatThrownBy(() -> layout(flow, Map.of(), open))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("would show 1011 parts; allowed: 600; fold some flows");
  }
}
