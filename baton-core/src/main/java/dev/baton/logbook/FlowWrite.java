// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import java.util.List;

/**
 * A write of all changes of one flow. The store carries out the whole write or nothing.
 *
 * @param token the fencing token of the claim under which the flow runs
 * @param flow the new record of the flow; its revision is one more than the last written revision
 * @param atoms the new records of the atoms that are new or have changed; each name once
 * @param transitions the changes of state, in order; an atom may have several
 */
public record FlowWrite(
    long token, FlowDetail flow, List<AtomDetail> atoms, List<FlowTransition> transitions) {

  public FlowWrite {
    atoms = List.copyOf(atoms);
    transitions = List.copyOf(transitions);
  }
}
