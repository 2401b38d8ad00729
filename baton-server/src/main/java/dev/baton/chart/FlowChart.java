// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.FlowNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A flow with its nested flows and atoms, as a list or as a picture. Immutable. */
public final class FlowChart {

  /**
   * The maximum number of atoms in a picture; larger flows are refused. The time for a layout grows
   * faster than the number of atoms.
   */
  static final int MAX_DRAWN = 600;

  private final ChartPart root;
  private final Map<String, AtomMark> marks;

  private FlowChart(ChartPart root, Map<String, AtomMark> marks) {
    this.root = root;
    this.marks = marks;
  }

  /**
   * Creates the chart of a definition without states.
   *
   * @throws InvalidInputException if the flows are nested too deeply to be shown
   */
  public static FlowChart of(FlowNode definition) {
    return of(definition, name -> null, Map.of());
  }

  /**
   * Creates the chart of a flow of which progress is stored.
   *
   * @param lists returns the stored result of an atom by name, or null; an each-flow has one node
   *     for each element of such a list
   * @param marks the state and note to show for each atom, by atom name; an atom that is missing
   *     here is shown without a state
   * @throws InvalidInputException if the flows are nested too deeply to be shown
   */
  public static FlowChart of(
      FlowNode definition,
      Function<String, @Nullable JsonNode> lists,
      Map<String, AtomMark> marks) {
    return new FlowChart(new BuildChart(lists).part(definition), Map.copyOf(marks));
  }

  /** Returns the chart of the same flow, in which the atoms show other states. */
  public FlowChart with(Map<String, AtomMark> others) {
    return new FlowChart(root, Map.copyOf(others));
  }

  /** The outermost part of the chart: the whole flow, or a single atom. */
  public ChartPart root() {
    return root;
  }

  /**
   * All atoms in the order of declaration. A retry controller stands before the atoms that it
   * controls.
   */
  public List<ChartPart.AtomBox> atoms() {
    List<ChartPart.AtomBox> atoms = new ArrayList<>();
    Deque<ChartPart> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case ChartPart.AtomBox atomBox -> atoms.add(atomBox);
        case ChartPart.FlowBox flowBox -> flowBox.parts().reversed().forEach(open::push);
      }
    }
    return atoms;
  }

  /**
   * Draws the chart as a complete SVG document.
   *
   * @throws InvalidInputException if the flow has too many atoms to be laid out in reasonable time
   */
  public String svg() {
    return new WriteSvg(marks).write(layout());
  }

  /**
   * Lays the chart out and writes the positions of its parts and arrows as a JSON document. In
   * large charts, nested flows are folded, and a flow with very many parts shows only some of them.
   *
   * @param open the places of nested flows to open, as the document names them
   * @param closed the places of flows to fold
   * @throws InvalidInputException if too many parts are to be shown
   */
  public ObjectNode json(Set<String> open, Set<String> closed) {
    FoldChart folds = new FoldChart(marks, open, closed);
    ChartPart shown = folds.fold(root);
    int parts = parts(shown);
    if (parts > MAX_DRAWN) {
      throw new InvalidInputException(
          "the picture would show "
              + parts
              + " parts; allowed: "
              + MAX_DRAWN
              + "; fold some flows");
    }
    return new WriteLayout(folds.groups()).write(LayOutChart.of(shown, marks));
  }

  private static int parts(ChartPart part) {
    return switch (part) {
      case ChartPart.AtomBox atom -> 1;
      case ChartPart.FlowBox flow -> 1 + flow.parts().stream().mapToInt(FlowChart::parts).sum();
    };
  }

  private ChartLayout layout() {
    int atoms = atoms().size();
    if (atoms > MAX_DRAWN) {
      throw new InvalidInputException(
          "the flow has "
              + atoms
              + " atoms; a picture can show up to "
              + MAX_DRAWN
              + "; request the format 'json', in which flows are folded, 'dot' or 'mermaid', or the"
              + " hierarchy");
    }
    return LayOutChart.of(root, marks);
  }

  /** Writes the chart as text for Graphviz. */
  public String dot() {
    return new WriteDot(marks).write(root);
  }

  /** Writes the chart as text for Mermaid, which Markdown viewers can draw. */
  public String mermaid() {
    return new WriteMermaid(marks).write(root);
  }
}
