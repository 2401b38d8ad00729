// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of steps; what they throw stops nothing. */
final class Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final List<FlowListener> listeners;
  private final Interruptions interruptions;

  Announcer(List<FlowListener> listeners, Interruptions interruptions) {
    this.listeners = listeners;
    this.interruptions = interruptions;
  }

  void flow(FlowDetail flow, FlowState from) {
    tell(listener -> listener.flowChanged(flow, from));
  }

  void atom(AtomDetail atom, AtomState from) {
    tell(listener -> listener.atomChanged(atom, from));
  }

  private void tell(Consumer<FlowListener> call) {
    for (FlowListener listener : listeners) {
      try {
        interruptions.call(
            "a listener of a flow",
            () -> {
              call.accept(listener);
              return listener;
            });
      } catch (Interruptions.CutOff e) {
        throw e;
      } catch (Exception e) {
        LOG.warn("a listener of a flow failed, the flow goes on", e);
      }
    }
  }
}
