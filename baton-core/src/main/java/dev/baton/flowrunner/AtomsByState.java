// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.logbook.AtomState;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The atoms of a flow, grouped by the state that they have when a run of the flow starts. */
record AtomsByState(Map<AtomState, List<PlanNode>> atoms) {

  static AtomsByState of(FlowProgress flowProgress) {
    return new AtomsByState(
        flowProgress.plan().atomNodes().stream()
            .collect(Collectors.groupingBy(flowProgress::state)));
  }

  List<PlanNode> in(AtomState state) {
    return atoms.getOrDefault(state, List.of());
  }

  boolean has(AtomState state) {
    return atoms.containsKey(state);
  }
}
