// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;

/**
 * Receives each transition of a flow after it is persisted, in order, on the thread that runs the
 * flow. Exceptions of a listener are logged and have no other effect. A listener must be quick,
 * because the flow waits for it.
 */
public interface FlowListener {

  /** Called when the flow has changed its state. */
  default void flowChanged(FlowDetail flow, FlowState from) {}

  /** Called when an atom has changed its state. */
  default void atomChanged(AtomDetail atom, AtomState from) {}
}
