// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stored progress of one flow at one moment.
 *
 * @param atoms by name; some may no longer be in the flow's definition
 */
public record Logbook(FlowDetail flow, Map<String, AtomDetail> atoms) {

  public Logbook {
    atoms = Collections.unmodifiableMap(new LinkedHashMap<>(atoms));
  }

  /**
   * Returns the tasks that were executed or started, and not reverted, although the flow has not
   * succeeded. Their effects exist, or may exist in part. If no executor continues the flow, a user
   * must learn of these tasks. They are ordered by name, because the order in which they were
   * stored differs from run to run.
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
