// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;

/**
 * Hears of each step of a flow after it was persisted, in order, on the thread that runs the flow.
 * What it throws is logged and goes no further. It should be quick: the flow waits for it.
 */
public interface FlowListener {

  /** The flow went from one state to another. */
  default void flowChanged(FlowDetail flow, FlowState from) {}

  /** An atom went from one state to another. */
  default void atomChanged(AtomDetail atom, AtomState from) {}
}
