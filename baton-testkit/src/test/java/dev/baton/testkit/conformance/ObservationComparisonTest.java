// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObservationComparisonTest {

  private static final JsonNode CASE =
      CaseJson.parse(
          """
          {"id": "c", "ignore": ["flow_failures"], "expect": {"outcomes": [{"steps": [{
            "result": "raised",
            "raised": {"failure": {"type": "ErrorA", "message": "b"}},
            "flow_state": "REVERTED",
            "atoms": {"a": {"state": "REVERTED", "intention": "REVERT", "result": 1},
                      "b": {"state": "REVERTED", "failure": {"type": "ErrorA", "message": "b"}}},
            "store": {"x": 1},
            "order": "exact",
            "free": [[1, 2]],
            "trace": [["flow", "f", "PENDING", "RUNNING"],
                      ["task", "a", "REVERTED", "PENDING"],
                      ["task", "b", "REVERTED", "PENDING"],
                      ["call", "a", "revert", {"args": {}, "result": 1}],
                      ["flow", "f", "RUNNING", "REVERTED"]]}]}]}}
          """);

  static Stream<Path> ownCases() {
    return new CaseFolder(Path.of("src/test/resources/conformance/flows")).files().stream();
  }

  private static ObjectNode good() {
    return ExpectedAsObserved.first(CASE);
  }

  private static ObjectNode step(ObjectNode observation) {
    return (ObjectNode) observation.get("steps").get(0);
  }

  private static ArrayNode trace(ObjectNode observation) {
    return (ArrayNode) step(observation).get("trace");
  }

  private static void swap(ArrayNode trace, int i, int j) {
    JsonNode kept = trace.get(i);
    trace.set(i, trace.get(j));
    trace.set(j, kept);
  }

  private static void assertAccepted(Consumer<ObjectNode> change) {
    ObjectNode observation = good();
    change.accept(observation);
    assertThat(FlowCase.comparison(CASE).findDifference(observation)).isEmpty();
  }

  private static void assertRefused(Consumer<ObjectNode> change, String reason) {
    ObjectNode observation = good();
    change.accept(observation);
    assertThat(FlowCase.comparison(CASE).findDifference(observation))
        .hasValueSatisfying(text -> assertThat(text).contains(reason));
  }

  private static JsonNode partial(String before) {
    ObjectNode partial = CASE.deepCopy();
    ObjectNode step = (ObjectNode) partial.at("/expect/outcomes/0/steps/0");
    step.put("order", "partial");
    step.set("before", CaseJson.parse(before));
    return partial;
  }

  @Test
  void difference_ofTheExpectation_isNone() {
    assertAccepted(observation -> {});
  }

  @Test
  void difference_withinAFreeRun_doesNotCount() {
    assertAccepted(observation -> swap(trace(observation), 1, 2));
  }

  @Test
  void difference_outsideAFreeRun_counts() {
    assertRefused(observation -> swap(trace(observation), 3, 4), "trace entry 3");
  }

  @Test
  void difference_ofIgnoredKeys_doesNotCount() {
    assertAccepted(
        observation -> ((ObjectNode) trace(observation).get(3).get(3)).putObject("flow_failures"));
  }

  @Test
  void difference_ofOtherPayload_counts() {
    assertRefused(
        observation -> ((ObjectNode) trace(observation).get(3).get(3)).put("result", 2),
        "trace entry 3");
  }

  @Test
  void difference_ofIntentionsAndNulls_doesNotCount() {
    assertAccepted(observation -> {
      ObjectNode atom = (ObjectNode) step(observation).get("atoms").get("a");
      atom.put("intention", "EXECUTE").putNull("failure");
    });
  }

  @Test
  void difference_ofAnAtom_counts() {
    assertRefused(
        observation -> ((ObjectNode) step(observation).get("atoms").get("a")).put("result", 2),
        "atom a");
  }

  @Test
  void difference_ofAnAtomTooMany_counts() {
    assertRefused(
        observation -> ((ObjectNode) step(observation).get("atoms")).putObject("z"), "atom z");
  }

  @Test
  void difference_ofTheStore_counts() {
    assertRefused(
        observation -> ((ObjectNode) step(observation).get("store")).putNull("y"), "store");
  }

  @Test
  void difference_ofWrapping_doesNotCount() {
    assertAccepted(observation ->
        step(observation)
            .set(
                "raised",
                CaseJson.parse(
                    "{'wrapped': [{'type': 'ErrorA', 'message': 'b'}]}".replace('\'', '"'))));
  }

  @Test
  void difference_ofTheError_counts() {
    assertRefused(
        observation ->
            step(observation)
                .set("raised", CaseJson.parse("{\"error\": \"NOT_FOUND\", \"phase\": \"run\"}")),
        "raised");
  }

  @Test
  void difference_ofTheFlowState_counts() {
    assertRefused(observation -> step(observation).put("flow_state", "FAILURE"), "flow_state");
  }

  @Test
  void difference_ofTheNumberOfSteps_counts() {
    assertRefused(
        observation -> ((ArrayNode) observation.get("steps")).addObject(), "number of steps");
  }

  @Test
  void difference_whenThePartialOrderHolds_isNone() {
    ObjectNode observation = good();
    swap(trace(observation), 0, 4);
    assertThat(FlowCase.comparison(partial("[[1, 2], [2, 3]]")).findDifference(observation))
        .isEmpty();
  }

  @Test
  void difference_whenThePartialOrderDoesNotHold_counts() {
    ObjectNode observation = good();
    swap(trace(observation), 1, 3);
    assertThat(FlowCase.comparison(partial("[[1, 2], [2, 3]]")).findDifference(observation))
        .hasValueSatisfying(text -> assertThat(text).contains("must come before"));
  }

  @Test
  void difference_ofContentsInAPartialOrder_counts() {
    ObjectNode observation = good();
    trace(observation).add(trace(observation).get(0));
    assertThat(FlowCase.comparison(partial("[]")).findDifference(observation))
        .hasValueSatisfying(text -> assertThat(text).contains("trace contents"));
  }

  @Test
  void difference_whenAnyOutcomeMatches_isNone() {
    ObjectNode two = CASE.deepCopy();
    ArrayNode outcomes = (ArrayNode) two.at("/expect/outcomes");
    ObjectNode other = outcomes.get(0).deepCopy();
    ((ObjectNode) other.at("/steps/0")).put("flow_state", "FAILURE");
    outcomes.insert(0, other);
    assertThat(FlowCase.comparison(two).findDifference(good())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ownCases")
  void difference_ofEachCasesOwnExpectation_isNone(Path file) {
    JsonNode json = CaseJson.read(file);
    assertThat(FlowCase.comparison(json).findDifference(ExpectedAsObserved.first(json))).isEmpty();
  }
}
