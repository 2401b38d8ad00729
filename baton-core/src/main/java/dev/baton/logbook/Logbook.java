// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that is stored of one flow, as of one moment.
 *
 * @param atoms by name; some may not be in the flow's definition any more
 * @param signals what was sent to the flow, by name of the signal
 */
public record Logbook(
    FlowDetail flow, Map<String, AtomDetail> atoms, Map<String, JsonNode> signals) {

  public Logbook {
    atoms = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(atoms));
    signals = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(signals));
  }
}
