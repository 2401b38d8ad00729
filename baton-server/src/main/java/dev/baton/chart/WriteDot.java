// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import dev.baton.logbook.AtomKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes a chart for Graphviz. A flow is a cluster, and arrows end at its border. */
final class WriteDot {

  private final ChartLabels chartLabels;
  private final StringBuilder out = new StringBuilder();
  private final Map<String, ChartPart> parts = new HashMap<>();
  private final List<ChartPart.Arrow> arrows = new ArrayList<>();

  WriteDot(Map<String, AtomMark> marks) {
    this.chartLabels = new ChartLabels(marks);
  }

  String write(ChartPart root) {
    line(0, "digraph " + quoted(root.name()) + " {");
    line(1, "compound=true;");
    line(1, "node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=11];");
    line(1, "edge [color=\"" + AtomColours.ARROW + "\"];");
    part(root, 1);
    arrows.forEach(this::arrow);
    line(0, "}");
    return out.toString();
  }

  private void part(ChartPart chartPart, int depth) {
    parts.put(chartPart.key(), chartPart);
    switch (chartPart) {
      case ChartPart.AtomBox atomBox -> leaf(atomBox, depth);
      case ChartPart.FlowBox flowBox -> box(flowBox, depth);
    }
  }

  private void leaf(ChartPart.AtomBox atomBox, int depth) {
    AtomColours atomColours = chartLabels.palette(atomBox);
    String shape = atomBox.kind() == AtomKind.RETRY ? ", shape=ellipse" : "";
    String style = atomColours.isDashed() ? ", style=\"rounded,filled,dashed\"" : "";
    line(
        depth,
        atomBox.key()
            + " [label="
            + quoted(ChartLabels.name(atomBox) + "\n" + chartLabels.subtitle(atomBox))
            + ", fillcolor=\""
            + atomColours.fill()
            + "\", color=\""
            + atomColours.border()
            + "\""
            + shape
            + style
            + "];");
  }

  private void box(ChartPart.FlowBox flowBox, int depth) {
    line(depth, "subgraph cluster_" + flowBox.key() + " {");
    line(depth + 1, "label=" + quoted(ChartLabels.title(flowBox)) + ";");
    line(
        depth + 1,
        "color=\"" + AtomColours.BOX_BORDER + "\"; fontname=\"Helvetica\"; fontsize=10;");
    if (flowBox.parts().isEmpty()) {
      line(depth + 1, flowBox.key() + " [shape=point, style=invis];");
    }
    flowBox.parts().forEach(chartPart -> part(chartPart, depth + 1));
    line(depth, "}");
    arrows.addAll(flowBox.arrows());
  }

  private void arrow(ChartPart.Arrow arrow) {
    ChartPart from = Objects.requireNonNull(parts.get(arrow.from()));
    ChartPart to = Objects.requireNonNull(parts.get(arrow.to()));
    List<String> attributes = new ArrayList<>();
    if (from instanceof ChartPart.FlowBox) {
      attributes.add("ltail=cluster_" + from.key());
    }
    if (to instanceof ChartPart.FlowBox) {
      attributes.add("lhead=cluster_" + to.key());
    }
    if (arrow.isDecided()) {
      attributes.add("style=dashed");
    }
    String more = attributes.isEmpty() ? "" : " [" + String.join(", ", attributes) + "]";
    line(1, end(from, true) + " -> " + end(to, false) + more + ";");
  }

  /**
   * Returns the key of an atom inside the part, where an arrow can begin or end. Graphviz draws
   * arrows only between nodes, not between clusters.
   *
   * @param last whether to take the last atom of the part, otherwise the first
   */
  private static String end(ChartPart chartPart, boolean last) {
    ChartPart inner = chartPart;
    while (inner instanceof ChartPart.FlowBox flowBox && !flowBox.parts().isEmpty()) {
      inner = last ? flowBox.parts().getLast() : flowBox.parts().getFirst();
    }
    return inner.key();
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }

  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "\"" + escaped.replaceAll("\\p{Cntrl}", " ") + "\"";
  }
}
