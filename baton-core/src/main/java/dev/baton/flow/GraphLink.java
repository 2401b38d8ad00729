// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A link between two nodes of a graph flow: {@code to} runs after {@code from}.
 *
 * @param decider votes whether {@code to} may run; null means that it always may
 * @param depth which atoms are ignored if {@code to} may not run
 * @param manual whether {@link GraphFlow#link} made the link
 * @param reasons the symbols for which the link was made
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

  /**
   * Merges two links between the same nodes. The decider and the depth of the later link have
   * precedence.
   */
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
