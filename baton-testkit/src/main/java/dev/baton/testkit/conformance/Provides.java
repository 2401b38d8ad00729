// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What an atom makes of its result. */
sealed interface Provides {

  /** {@code provides}, or without it what the class says. */
  static Provides of(JsonNode atom) {
    JsonNode own = atom.path("provides");
    JsonNode json = own.isNull() || own.isMissingNode() ? atom.path("default_provides") : own;
    if (json.isTextual()) {
      return new Whole(json.textValue());
    }
    if (json.isArray()) {
      return json.isEmpty() ? new Nothing() : new ByPosition(Json.strings(json));
    }
    return json.isObject() ? new ByKey(Json.strings(json.get("keys"))) : new Nothing();
  }

  /** No symbol. */
  record Nothing() implements Provides {}

  /** The whole result under one symbol. */
  record Whole(String symbol) implements Provides {}

  /** The items of the result in their order. */
  record ByPosition(List<String> symbols) implements Provides {}

  /** Those entries of the result, each under its key. */
  record ByKey(List<String> symbols) implements Provides {}
}
