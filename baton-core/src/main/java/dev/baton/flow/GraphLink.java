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
public record GraphLink(
    FlowNode from,
    FlowNode to,
    @Nullable Decider decider,
    Decider.Depth depth,
    boolean manual,
    Set<String> reasons) {

  public GraphLink {
    reasons = Set.copyOf(reasons);
  }

  static GraphLink forSymbol(FlowNode from, FlowNode to, String symbol) {
    return new GraphLink(from, to, null, Decider.Depth.ALL, false, Set.of(symbol));
  }

  static GraphLink byHand(
      FlowNode from, FlowNode to, @Nullable Decider decider, Decider.Depth depth) {
    return new GraphLink(from, to, decider, depth, true, Set.of());
  }

  /** One link that is both. */
  GraphLink merge(GraphLink later) {
    java.util.HashSet<String> all = new java.util.HashSet<>(reasons);
    all.addAll(later.reasons);
    boolean decides = later.decider != null;
    return new GraphLink(
        from,
        to,
        decides ? later.decider : decider,
        decides ? later.depth : depth,
        manual || later.manual,
        all);
  }
}
