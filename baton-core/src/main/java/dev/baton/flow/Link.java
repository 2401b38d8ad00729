// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That one node of a graph runs after another.
 *
 * @param decider asked whether {@code to} may run; null is always
 * @param depth what is ignored when it may not
 * @param manual whether it was made by {@link GraphFlow#link}
 * @param reasons the symbols for which it was made
 */
public record Link(
    Node from,
    Node to,
    @Nullable Decider decider,
    Decider.Depth depth,
    boolean manual,
    Set<String> reasons) {

  public Link {
    reasons = Set.copyOf(reasons);
  }

  static Link forSymbol(Node from, Node to, String symbol) {
    return new Link(from, to, null, Decider.Depth.ALL, false, Set.of(symbol));
  }

  static Link byHand(Node from, Node to, @Nullable Decider decider, Decider.Depth depth) {
    return new Link(from, to, decider, depth, true, Set.of());
  }

  /** One link that is both. */
  Link and(Link later) {
    java.util.HashSet<String> all = new java.util.HashSet<>(reasons);
    all.addAll(later.reasons);
    boolean decides = later.decider != null;
    return new Link(
        from,
        to,
        decides ? later.decider : decider,
        decides ? later.depth : depth,
        manual || later.manual,
        all);
  }
}
