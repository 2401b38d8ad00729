// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.logbook.AtomState;
import dev.baton.runner.plan.PlanNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The atoms of a flow, grouped by the state that they have when a run of the flow starts. */
record AtomsByState(Map<AtomState, List<PlanNode>> atoms) {

  static AtomsByState of(FlowProgress flowProgress) {
    Map<AtomState, List<PlanNode>> atoms = new EnumMap<>(AtomState.class);
    for (PlanNode atom : flowProgress.plan().atomNodes()) {
      atoms.computeIfAbsent(flowProgress.state(atom), state -> new ArrayList<>()).add(atom);
    }
    return new AtomsByState(atoms);
  }

  List<PlanNode> in(AtomState state) {
    return atoms.getOrDefault(state, List.of());
  }

  boolean has(AtomState state) {
    return atoms.containsKey(state);
  }
}
