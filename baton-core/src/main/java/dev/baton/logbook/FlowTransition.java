// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import java.time.Instant;

/**
 * One change of state of a flow or an atom, for the history.
 *
 * @param kind whether a flow, a task or a retry controller changed its state
 * @param name of the flow or the atom
 * @param from the name of the state before
 * @param to the name of the state after
 */
public record FlowTransition(Instant at, Kind kind, String name, String from, String to) {

  /** The kinds of things that change their state. */
  public enum Kind {
    FLOW,
    TASK,
    RETRY
  }
}
