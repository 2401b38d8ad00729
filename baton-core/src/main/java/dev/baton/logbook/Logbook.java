// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that is stored of one flow, as of one moment.
 *
 * @param atoms by name; some may not be in the flow's definition any more
 */
public record Logbook(FlowDetail flow, Map<String, AtomDetail> atoms) {

  public Logbook {
    atoms = Collections.unmodifiableMap(new LinkedHashMap<>(atoms));
  }
}
