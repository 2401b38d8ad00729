// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A point in a step at which the flow is suspended or its process dies. */
sealed interface TracePoint {

  static Optional<TracePoint> of(JsonNode json) {
    if (!json.isObject()) {
      return Optional.empty();
    }
    if (json.has("index")) {
      return Optional.of(new AtIndex(json.get("index").intValue()));
    }
    int nth = json.path("nth").asInt(1);
    if (json.has("in_call")) {
      JsonNode call = json.get("in_call");
      return Optional.of(
          new InCall(
              call.get("atom").textValue(),
              call.get("method").textValue(),
              call.path("nth").asInt(1)));
    }
    return Optional.of(
        new AtTransition(
            CaseJson.stringOrNull(json, "name"),
            CaseJson.stringOrNull(json, "kind"),
            CaseJson.stringOrNull(json, "from"),
            CaseJson.stringOrNull(json, "to"),
            nth));
  }

  /** The nth announced transition of the step, counted from 1. */
  record AtIndex(int index) implements TracePoint {}

  /** The nth announced transition of the step that has these properties. Null matches anything. */
  record AtTransition(
      @Nullable String name,
      @Nullable String kind,
      @Nullable String from,
      @Nullable String to,
      int nth)
      implements TracePoint {

    boolean matches(TracedTransition announced) {
      return fits(name, announced.name())
          && fits(kind, announced.kind())
          && fits(from, announced.from())
          && fits(to, announced.to());
    }

    private static boolean fits(@Nullable String wanted, String actual) {
      return wanted == null || wanted.equals(actual);
    }
  }

  /** The nth call of a scripted method, counted over the whole case. */
  record InCall(String atom, String method, int nth) implements TracePoint {}
}
