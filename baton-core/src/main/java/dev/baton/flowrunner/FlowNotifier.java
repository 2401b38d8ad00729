// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.job.JobId;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifies listeners of transitions. Logs the exceptions of listeners and continues. */
record FlowNotifier(JobId job, List<FlowListener> listeners, CallerInterrupts callerInterrupts) {

  private static final Logger LOG = LoggerFactory.getLogger(FlowNotifier.class);

  void flowChanged(FlowDetail flow, FlowState from) {
    notifyListeners(listener -> listener.flowChanged(flow, from));
  }

  void atomChanged(AtomDetail atom, AtomState from) {
    notifyListeners(listener -> listener.atomChanged(atom, from));
  }

  private void notifyListeners(Consumer<FlowListener> call) {
    for (FlowListener listener : listeners) {
      try {
        callerInterrupts.call(
            "a listener of a flow",
            () -> {
              call.accept(listener);
              return listener;
            });
      } catch (CallerInterrupts.RunInterruptedException e) {
        throw e;
      } catch (Exception e) {
        LOG.warn(
            "listener of a flow failed and misses one change; the flow continues: job={}"
                + " listener={}",
            job,
            listener.getClass().getName(),
            e);
      }
    }
  }
}
