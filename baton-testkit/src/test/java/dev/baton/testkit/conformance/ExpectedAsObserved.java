// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Builds the observation of an engine that behaves exactly as a case expects. */
final class ExpectedAsObserved {

  private ExpectedAsObserved() {}

  static ObjectNode first(JsonNode json) {
    JsonNode expect = json.has("expect_fixed") ? json.get("expect_fixed") : json.get("expect");
    ObjectNode observation = CaseJson.object();
    observation.set("id", json.get("id"));
    ArrayNode steps = observation.putArray("steps");
    for (JsonNode step : expect.get("outcomes").get(0).get("steps")) {
      ObjectNode observed = step.deepCopy();
      observed.remove(List.of("order", "free", "before"));
      steps.add(observed);
    }
    return observation;
  }
}
