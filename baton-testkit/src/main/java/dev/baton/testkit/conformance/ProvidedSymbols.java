// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The symbols that an atom provides from its result. */
sealed interface ProvidedSymbols {

  /** Reads the key {@code provides}. If it is absent, reads the default of the class. */
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

  record Nothing() implements ProvidedSymbols {}

  /** The whole result is provided under one symbol. */
  record Whole(String symbol) implements ProvidedSymbols {}

  /** The items of the result are provided in their order. */
  record ByPosition(List<String> symbols) implements ProvidedSymbols {}

  /** These entries of the result are provided, each under its key. */
  record ByKey(List<String> symbols) implements ProvidedSymbols {}
}
