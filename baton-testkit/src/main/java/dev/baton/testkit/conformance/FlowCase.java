// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One case: the flows, the values that are stored before the flow starts, the steps and the allowed
 * outcomes.
 *
 * @param flows the flows by name; the first flow of the case has the name "". A flow is parsed only
 *     when a step builds it, because some cases contain flows that cannot be built.
 * @param durable whether each step opens the persistent store again
 * @param engine the engine options of all steps that do not set their own
 */
record FlowCase(
    String id,
    Map<String, JsonNode> flows,
    JsonNode store,
    boolean durable,
    CaseEngineOptions engine,
    List<CaseStep> steps,
    ObservationComparison comparison) {

  static final String FORMAT = "flow-case/1";

  static FlowCase read(Path file) {
    return of(CaseJson.read(file));
  }

  static FlowCase of(JsonNode json) {
    String format = json.path("format").asText(FORMAT);
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "case '%s' has the format '%s' (allowed: %s)".formatted(json.path("id"), format, FORMAT));
    }
    Map<String, JsonNode> flows = new LinkedHashMap<>();
    flows.put("", json.get("flow"));
    json.path("alt_flows").properties().forEach(e -> flows.put(e.getKey(), e.getValue()));
    return new FlowCase(
        json.get("id").textValue(),
        flows,
        json.path("store"),
        "durable".equals(json.path("persistence").textValue()),
        CaseEngineOptions.SERIAL.with(json.path("engine")),
        steps(json.path("steps")),
        comparison(json));
  }

  /**
   * Whether a step suspends or crashes at a transition, so that the case sees what is stored then.
   */
  boolean stopsInBetween() {
    return steps.stream()
        .anyMatch(caseStep -> caseStep.suspend().isPresent() || caseStep.crash().isPresent());
  }

  private static List<CaseStep> steps(JsonNode json) {
    List<CaseStep> steps = new ArrayList<>();
    json.forEach(step -> steps.add(CaseStep.of(step)));
    return steps.isEmpty() ? List.of(CaseStep.RUN) : List.copyOf(steps);
  }

  /**
   * Reads the allowed outcomes. If the case has a repaired expectation, it replaces the behaviour
   * of the reference library.
   */
  static ObservationComparison comparison(JsonNode json) {
    JsonNode expect = json.has("expect_fixed") ? json.get("expect_fixed") : json.get("expect");
    List<JsonNode> outcomes = new ArrayList<>();
    expect.get("outcomes").forEach(outcomes::add);
    return new ObservationComparison(Set.copyOf(CaseJson.strings(json.path("ignore"))), outcomes);
  }
}
