// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import java.util.List;

/**
 * What changed of one flow: carried out as a whole or not at all.
 *
 * @param token the fencing token of the claim under which the flow runs
 * @param flow the flow's detail as it is from now on; its revision is one more than the last one
 *     written
 * @param atoms the details that changed, or are new, as they are from now on; each name once
 * @param transitions the steps that led there, in order: several may be of one atom
 */
public record FlowWrite(
    long token, FlowDetail flow, List<AtomDetail> atoms, List<FlowTransition> transitions) {

  public FlowWrite {
    atoms = List.copyOf(atoms);
    transitions = List.copyOf(transitions);
  }
}
