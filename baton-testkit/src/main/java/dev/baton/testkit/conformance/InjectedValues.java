// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * The values that are injected into atoms. In Baton they belong to the definition of a flow. A case
 * can require that they are kept from step to step, even if a later definition does not have them.
 */
final class InjectedValues {

  private final Map<String, ObjectNode> kept = new HashMap<>();
  private boolean keep;

  void keep(boolean persistently) {
    keep = persistently;
  }

  ObjectNode of(String atom, JsonNode declared) {
    ObjectNode values = kept.getOrDefault(atom, CaseJson.object()).deepCopy();
    declared.properties().forEach(field -> values.set(field.getKey(), field.getValue()));
    if (keep) {
      kept.put(atom, values.deepCopy());
    }
    return values;
  }
}
