// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One run of a case's flow.
 *
 * @param flow the name of the flow to build, "" for the case's own
 * @param engine keys that replace those of the case's engine
 * @param suspend where to ask for suspension
 * @param crash where the process ends
 */
record Step(
    boolean sameEngine,
    String flow,
    JsonNode store,
    JsonNode engine,
    boolean reset,
    Optional<Point> suspend,
    Optional<Point> crash) {

  static final Step RUN = of(Json.object());

  static Step of(JsonNode json) {
    String op = json.path("op").asText("run");
    if (!op.equals("run")) {
      throw new IllegalArgumentException("unknown step '" + op + "' (allowed: run)");
    }
    return new Step(
        json.path("same_engine").asBoolean(false),
        json.path("flow").asText(""),
        json.path("store"),
        json.path("engine"),
        json.path("reset").asBoolean(false),
        Point.of(json.path("suspend")),
        Point.of(json.path("crash")));
  }
}
