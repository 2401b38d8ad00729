// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import java.time.Instant;

/**
 * One step of a flow or an atom, as history keeps it.
 *
 * @param kind what took the step
 * @param name of the flow or the atom
 * @param from the name of the state before
 * @param to the name of the state reached
 */
public record FlowTransition(Instant at, Kind kind, String name, String from, String to) {

  /** What takes steps. */
  public enum Kind {
    FLOW,
    TASK,
    RETRY
  }
}
