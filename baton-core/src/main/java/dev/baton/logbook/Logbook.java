// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
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

  /**
   * The tasks that are neither done with the whole flow nor undone: what they did is there, or may
   * be there in part. If nobody is to run the flow on, somebody has to know of them. By name: the
   * order in which they were stored differs from run to run.
   */
  public List<AtomDetail> unsettled() {
    return flow.state() == FlowState.SUCCESS
        ? List.of()
        : atoms.values().stream()
            .filter(atom -> atom.kind() == AtomKind.TASK && atom.mayHaveEffects())
            .sorted(Comparator.comparing(AtomDetail::name))
            .toList();
  }
}
