// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner.plan;

import dev.baton.flow.EachFlow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.GraphFlow;
import dev.baton.flow.GraphLink;
import dev.baton.flow.LinearFlow;
import dev.baton.flow.UnorderedFlow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who provides a symbol to whom. Going back in the order of declaration from an atom, the flow that
 * it has in common with what is met only grows; so the first provider met that precedes the atom is
 * on the nearest level, and the level ends where the common flow changes.
 */
public final class SymbolScope {

  private final Map<String, List<PlanNode>> providers = new HashMap<>();

  SymbolScope(List<PlanNode> atoms) {
    for (PlanNode atom : atoms) {
      for (String symbol : atom.atom().outputs().names()) {
        providers.computeIfAbsent(symbol, name -> new ArrayList<>()).add(atom);
      }
    }
  }

  /** All atoms that provide a symbol to anybody, in the order of declaration. */
  List<PlanNode> providersOf(String symbol) {
    return providers.getOrDefault(symbol, List.of());
  }

  /** All symbols that atoms provide. */
  Set<String> symbols() {
    return Collections.unmodifiableSet(providers.keySet());
  }

  /**
   * Those on the nearest level on which there is any, nearest first; found as they are asked for.
   */
  public Iterator<PlanNode> visibleProviders(PlanNode atom, String symbol) {
    return new Walk(atom, providersOf(symbol));
  }

  private static final class Walk implements Iterator<PlanNode> {
    private final PlanNode atom;
    private final List<PlanNode> all;
    private int index;
    private @Nullable PlanGroup level;
    private @Nullable PlanNode found;

    Walk(PlanNode atom, List<PlanNode> all) {
      this.atom = atom;
      this.all = all;
      this.index = firstBefore(atom, all);
    }

    private static int firstBefore(PlanNode atom, List<PlanNode> all) {
      int low = 0;
      int high = all.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (all.get(middle).order < atom.order) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low - 1;
    }

    @Override
    public boolean hasNext() {
      while (found == null && index >= 0) {
        PlanNode candidate = all.get(index--);
        CommonFlow commonFlow = CommonFlow.of(candidate, atom);
        if (level != null && !commonFlow.common.equals(level)) {
          index = -1;
        } else if (commonFlow.isInOrder()) {
          level = commonFlow.common;
          found = candidate;
        }
      }
      return found != null;
    }

    @Override
    public PlanNode next() {
      if (!hasNext() || found == null) {
        throw new NoSuchElementException();
      }
      PlanNode next = found;
      found = null;
      return next;
    }
  }

  /**
   * Where the ways up from two atoms meet, and the children of that flow through which they come;
   * null for its retry.
   */
  private record CommonFlow(
      PlanGroup common, @Nullable FlowNode earlier, @Nullable FlowNode later) {

    static CommonFlow of(PlanNode earlier, PlanNode later) {
      PlanGroup left = groupOf(earlier);
      PlanGroup right = groupOf(later);
      FlowNode leftChild = childOf(earlier);
      FlowNode rightChild = childOf(later);
      while (!left.equals(right)) {
        boolean goLeft = left.depth >= right.depth;
        boolean goRight = right.depth >= left.depth;
        if (goLeft) {
          leftChild = left.flow;
          left = parentOf(left);
        }
        if (goRight) {
          rightChild = right.flow;
          right = parentOf(right);
        }
      }
      return new CommonFlow(left, leftChild, rightChild);
    }

    /** Whether the one declared earlier is also done earlier. */
    boolean isInOrder() {
      if (earlier == null) {
        return true;
      }
      if (later == null) {
        return false;
      }
      return switch (common.flow) {
        case LinearFlow flow -> true;
        case EachFlow flow -> true;
        case UnorderedFlow flow -> false;
        case GraphFlow flow -> precedes(flow, earlier, later);
      };
    }

    private static boolean precedes(GraphFlow flow, FlowNode earlier, FlowNode later) {
      for (GraphLink graphLink : flow.linksTo(later)) {
        if (graphLink.from().equals(earlier)) {
          // As nearly always, and found without a search.
          return true;
        }
      }
      Set<FlowNode> seen = new HashSet<>();
      Deque<FlowNode> open = new ArrayDeque<>(List.of(later));
      while (!open.isEmpty()) {
        for (GraphLink graphLink : flow.linksTo(open.remove())) {
          if (graphLink.from().equals(earlier)) {
            return true;
          }
          if (seen.add(graphLink.from())) {
            open.add(graphLink.from());
          }
        }
      }
      return false;
    }

    private static @Nullable FlowNode childOf(PlanNode atom) {
      return atom.atom instanceof FlowNode flowNode ? flowNode : null;
    }

    private static PlanGroup groupOf(PlanNode atom) {
      if (atom.group == null) {
        throw new IllegalStateException(atom + " is alone");
      }
      return atom.group;
    }

    private static PlanGroup parentOf(PlanGroup planGroup) {
      if (planGroup.parent == null) {
        throw new IllegalStateException(planGroup + " has nothing above it");
      }
      return planGroup.parent;
    }
  }
}
