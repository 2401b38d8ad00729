// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import dev.baton.flowrunner.FlowListener;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomKind;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;

/** Adds the transitions of a flow to the trace. */
record TraceTransitions(ScriptRunner stage) implements FlowListener {

  @Override
  public void flowChanged(FlowDetail flow, FlowState from) {
    stage.flowReached(flow.state());
    announce("flow", flow.name(), from, flow.state());
  }

  @Override
  public void atomChanged(AtomDetail atom, AtomState from) {
    String kind = atom.kind() == AtomKind.RETRY ? "retry" : "task";
    announce(kind, atom.name(), from, atom.state());
  }

  private void announce(String kind, String name, Enum<?> from, Enum<?> to) {
    stage.trace().announced(new TracedTransition(kind, name, from.name(), to.name()));
  }
}
