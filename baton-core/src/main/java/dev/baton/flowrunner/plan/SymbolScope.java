// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner.plan;

import dev.baton.flow.EachFlow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.GraphFlow;
import dev.baton.flow.LinearFlow;
import dev.baton.flow.UnorderedFlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Defines which atom provides a symbol to which other atom. The <em>level</em> of a provider is the
 * innermost flow that contains both the provider and the atom that requires the symbol; the nearest
 * level decides. The search goes backwards from the requiring atom in declared order. During the
 * search the level only changes from an inner flow to an outer flow. So the first provider that
 * runs before the atom is at the nearest level, and the search ends where the level changes.
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

  /** All atoms that provide a symbol, in declared order. */
  List<PlanNode> providersOf(String symbol) {
    return providers.getOrDefault(symbol, List.of());
  }

  /**
   * The providers at the nearest level that has a provider, in reverse declared order. The iterator
   * searches only as far as it is read.
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
   * The innermost flow that contains two atoms, and the children of this flow in which the atoms
   * are. A child is null if the atom is the retry controller of the flow.
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

    /** Whether the atom that was declared earlier also runs earlier. */
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
        case GraphFlow flow -> flow.precedes(earlier, later);
      };
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
