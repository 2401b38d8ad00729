// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One run of the flow of a case.
 *
 * @param flow the name of the flow to build; "" is the first flow of the case
 * @param engine keys that replace keys of the engine of the case
 * @param suspend the point at which the step requests suspension
 * @param crash the point at which the process dies
 */
record CaseStep(
    boolean sameEngine,
    String flow,
    JsonNode store,
    JsonNode engine,
    boolean reset,
    Optional<TracePoint> suspend,
    Optional<TracePoint> crash) {

  static final CaseStep RUN = of(CaseJson.object());

  static CaseStep of(JsonNode json) {
    String op = json.path("op").asText("run");
    if (!op.equals("run")) {
      throw new IllegalArgumentException("unknown step '" + op + "' (allowed: run)");
    }
    return new CaseStep(
        json.path("same_engine").asBoolean(false),
        json.path("flow").asText(""),
        json.path("store"),
        json.path("engine"),
        json.path("reset").asBoolean(false),
        TracePoint.of(json.path("suspend")),
        TracePoint.of(json.path("crash")));
  }
}
