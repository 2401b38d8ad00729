// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.FlowNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A flow with its nested flows and atoms, to be listed or drawn. Immutable. */
public final class FlowChart {

  /** The time of a layout grows faster than its size. */
  static final int MAX_DRAWN = 600;

  private final ChartPart root;
  private final Map<String, AtomMark> marks;

  private FlowChart(ChartPart root, Map<String, AtomMark> marks) {
    this.root = root;
    this.marks = marks;
  }

  /**
   * The chart of a definition alone.
   *
   * @throws InvalidInputException if its flows are nested too deep to be shown
   */
  public static FlowChart of(FlowNode definition) {
    return of(definition, name -> null, Map.of());
  }

  /**
   * The chart of a flow that runs or ran.
   *
   * @param lists the stored result of an atom, which for some decides what follows; null for none
   * @param marks by atom; one without is shown as in a definition
   * @throws InvalidInputException if its flows are nested too deep to be shown
   */
  public static FlowChart of(
      FlowNode definition,
      Function<String, @Nullable JsonNode> lists,
      Map<String, AtomMark> marks) {
    return new FlowChart(new BuildChart(lists).part(definition), Map.copyOf(marks));
  }

  /** The same flow with other marks. */
  public FlowChart with(Map<String, AtomMark> others) {
    return new FlowChart(root, Map.copyOf(others));
  }

  /** The whole flow, or a single atom. */
  public ChartPart root() {
    return root;
  }

  /** All atoms in the order of declaration, retries before what they control. */
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
   * A picture as a document of its own.
   *
   * @throws InvalidInputException if it has too many atoms to be laid out in reasonable time
   */
  public String svg() {
    int atoms = atoms().size();
    if (atoms > MAX_DRAWN) {
      throw new InvalidInputException(
          "the flow has "
              + atoms
              + " atoms; a picture is drawn of up to "
              + MAX_DRAWN
              + "; ask for format 'dot' or 'mermaid', or for the hierarchy");
    }
    return new WriteSvg(marks).write(LayOutChart.of(root, marks));
  }

  /** Text for Graphviz. */
  public String dot() {
    return new WriteDot(marks).write(root);
  }

  /** Text for Mermaid, as Markdown viewers show it. */
  public String mermaid() {
    return new WriteMermaid(marks).write(root);
  }
}
