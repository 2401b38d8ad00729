// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import dev.baton.logbook.AtomKind;
import dev.baton.logbook.AtomState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out parts of a chart that would make its picture too large to be read: the content of
 * folded flows, and most of the parts of a flow that has very many. Small charts are not changed,
 * except for flows that the reader folds.
 */
final class FoldChart {

  /** In a chart with more atoms, every nested flow is folded unless the reader opens it. */
  static final int MOST_ATOMS_OPEN = 120;

  /** The maximum number of parts that an open flow shows. */
  static final int MOST_PARTS = 100;

  /** The pattern of the part that replaces parts that are left out. */
  static final String MORE = "more";

  /** How many parts before the first unsettled part an ordered flow shows. */
  private static final int PARTS_BEFORE = 20;

  /**
   * A flow in the picture, or the parts of a flow that are left out.
   *
   * @param place the place of the flow, by which a reader folds and opens it; null for left-out
   *     parts
   * @param atoms the number of atoms inside, at any depth
   * @param states the number of atoms inside by state; empty if the chart shows no states
   */
  record Group(
      @Nullable String place, boolean isFolded, int atoms, Map<AtomState, Integer> states) {}

  private final Map<String, AtomMark> marks;
  private final Set<String> open;
  private final Set<String> closed;
  private final Map<String, Group> groups = new HashMap<>();
  // The counts of the parts by key, because they are needed at each level.
  private final Map<String, Count> counts = new HashMap<>();

  /**
   * @param open the places of flows to open: the indexes of a flow and of the flows around it,
   *     joined by dots, such as {@code 0.3.1}
   * @param closed the places of flows to fold
   */
  FoldChart(Map<String, AtomMark> marks, Set<String> open, Set<String> closed) {
    this.marks = marks;
    this.open = open;
    this.closed = closed;
  }

  /** Returns the part without what is left out. */
  ChartPart fold(ChartPart root) {
    return fold(root, "0", count(root).atoms() <= MOST_ATOMS_OPEN);
  }

  /** The flows of the folded chart, by their keys. */
  Map<String, Group> groups() {
    return groups;
  }

  private ChartPart fold(ChartPart part, String place, boolean isSmall) {
    return switch (part) {
      case ChartPart.AtomBox atom -> atom;
      case ChartPart.FlowBox flow -> {
        boolean opens = isSmall || place.equals("0") || open.contains(place);
        boolean folded = !opens || closed.contains(place);
        Count inside = count(flow);
        groups.put(flow.key(), new Group(place, folded, inside.atoms(), inside.states()));
        yield folded
            ? new ChartPart.FlowBox(flow.key(), flow.name(), flow.pattern(), List.of(), List.of())
            : shown(flow, place, isSmall);
      }
    };
  }

  private ChartPart.FlowBox shown(ChartPart.FlowBox flow, String place, boolean isSmall) {
    Set<Integer> kept = kept(flow);
    List<ChartPart> parts = new ArrayList<>();
    // The key of the part that shows each left-out part.
    Map<String, String> standIns = new HashMap<>();
    List<ChartPart> leftOut = new ArrayList<>();
    for (int i = 0; i < flow.parts().size(); i++) {
      ChartPart part = flow.parts().get(i);
      if (kept.contains(i)) {
        if (!flow.arrows().isEmpty()) {
          addStandIn(flow, leftOut, parts, standIns);
        }
        parts.add(fold(part, place + "." + i, isSmall));
      } else {
        leftOut.add(part);
      }
    }
    addStandIn(flow, leftOut, parts, standIns);
    return new ChartPart.FlowBox(
        flow.key(), flow.name(), flow.pattern(), parts, arrows(flow, standIns));
  }

  /** Adds one part in the place of the parts that were left out since the last part. */
  private void addStandIn(
      ChartPart.FlowBox flow,
      List<ChartPart> leftOut,
      List<ChartPart> parts,
      Map<String, String> standIns) {
    if (leftOut.isEmpty()) {
      return;
    }
    String key = flow.key() + "m" + parts.size();
    Count inside = new Count(0, new EnumMap<>(AtomState.class));
    for (ChartPart part : leftOut) {
      inside = inside.plus(count(part));
      standIns.put(part.key(), key);
    }
    groups.put(key, new Group(null, true, inside.atoms(), inside.states()));
    parts.add(new ChartPart.FlowBox(key, leftOut.size() + " more", MORE, List.of(), List.of()));
    leftOut.clear();
  }

  private static List<ChartPart.Arrow> arrows(
      ChartPart.FlowBox flow, Map<String, String> standIns) {
    Set<ChartPart.Arrow> arrows = new LinkedHashSet<>();
    for (ChartPart.Arrow arrow : flow.arrows()) {
      String from = standIns.getOrDefault(arrow.from(), arrow.from());
      String to = standIns.getOrDefault(arrow.to(), arrow.to());
      boolean isSame = from.equals(arrow.from()) && to.equals(arrow.to());
      if (!from.equals(to)) {
        arrows.add(isSame ? arrow : new ChartPart.Arrow(from, to, false, Set.of()));
      }
    }
    return List.copyOf(arrows);
  }

  /** The indexes of the parts that an open flow shows. */
  private Set<Integer> kept(ChartPart.FlowBox flow) {
    List<ChartPart> parts = flow.parts();
    Set<Integer> kept = new HashSet<>();
    if (parts.size() <= MOST_PARTS) {
      addRange(kept, 0, parts.size());
    } else if (flow.arrows().isEmpty()) {
      // The parts have no order, so those that need attention are shown, and then the first ones.
      for (int i = 0; i < parts.size() && kept.size() < MOST_PARTS; i++) {
        if (needsAttention(parts.get(i))) {
          kept.add(i);
        }
      }
      for (int i = 0; kept.size() < MOST_PARTS; i++) {
        kept.add(i);
      }
    } else {
      int first = Math.max(0, firstUnsettled(parts) - PARTS_BEFORE);
      addRange(kept, Math.min(first, parts.size() - MOST_PARTS), MOST_PARTS);
      if (isRetry(parts.getFirst())) {
        kept.add(0);
      }
    }
    return kept;
  }

  private static void addRange(Set<Integer> indexes, int first, int size) {
    for (int i = first; i < first + size; i++) {
      indexes.add(i);
    }
  }

  private static boolean isRetry(ChartPart part) {
    return part instanceof ChartPart.AtomBox atom && atom.kind() == AtomKind.RETRY;
  }

  /** The index of the first part that needs attention, or else of the first that has not begun. */
  private int firstUnsettled(List<ChartPart> parts) {
    int firstPending = -1;
    for (int i = 0; i < parts.size(); i++) {
      if (needsAttention(parts.get(i))) {
        return i;
      }
      if (firstPending < 0 && count(parts.get(i)).states().containsKey(AtomState.PENDING)) {
        firstPending = i;
      }
    }
    return Math.max(0, firstPending);
  }

  private boolean needsAttention(ChartPart part) {
    return count(part).states().keySet().stream().anyMatch(FoldChart::needsAttention);
  }

  private static boolean needsAttention(AtomState state) {
    return switch (state) {
      case RUNNING, FAILURE, REVERTING, REVERT_FAILURE, RETRYING -> true;
      case PENDING, SUCCESS, REVERTED, IGNORE -> false;
    };
  }

  private Count count(ChartPart part) {
    Count known = counts.get(part.key());
    if (known == null) {
      known =
          switch (part) {
            case ChartPart.AtomBox atom -> count(atom);
            case ChartPart.FlowBox flow -> {
              Count sum = new Count(0, new EnumMap<>(AtomState.class));
              for (ChartPart each : flow.parts()) {
                sum = sum.plus(count(each));
              }
              yield sum;
            }
          };
      counts.put(part.key(), known);
    }
    return known;
  }

  private Count count(ChartPart.AtomBox atom) {
    Map<AtomState, Integer> states = new EnumMap<>(AtomState.class);
    AtomMark mark = marks.get(atom.name());
    if (mark != null) {
      states.put(mark.state(), 1);
    }
    return new Count(1, states);
  }

  /** The number of atoms in a part, and by state. */
  private record Count(int atoms, Map<AtomState, Integer> states) {
    Count plus(Count other) {
      Map<AtomState, Integer> sum = new EnumMap<>(AtomState.class);
      sum.putAll(states);
      other.states().forEach((state, number) -> sum.merge(state, number, Integer::sum));
      return new Count(atoms + other.atoms(), sum);
    }
  }
}
