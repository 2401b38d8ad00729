// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What an atom makes of its result. */
sealed interface ProvidedSymbols {

  /** {@code provides}, or without it what the class says. */
  static ProvidedSymbols of(JsonNode atom) {
    JsonNode own = atom.path("provides");
    JsonNode json = own.isNull() || own.isMissingNode() ? atom.path("default_provides") : own;
    if (json.isTextual()) {
      return new Whole(json.textValue());
    }
    if (json.isArray()) {
      return json.isEmpty() ? new Nothing() : new ByPosition(CaseJson.strings(json));
    }
    return json.isObject() ? new ByKey(CaseJson.strings(json.get("keys"))) : new Nothing();
  }

  /** No symbol. */
  record Nothing() implements ProvidedSymbols {}

  /** The whole result under one symbol. */
  record Whole(String symbol) implements ProvidedSymbols {}

  /** The items of the result in their order. */
  record ByPosition(List<String> symbols) implements ProvidedSymbols {}

  /** Those entries of the result, each under its key. */
  record ByKey(List<String> symbols) implements ProvidedSymbols {}
}
