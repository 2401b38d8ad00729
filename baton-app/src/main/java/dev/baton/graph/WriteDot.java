// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.graph;

import dev.baton.logbook.AtomKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes Graphviz: a flow is a cluster, and arrows end at its border. */
final class WriteDot {

  private final Labels labels;
  private final StringBuilder out = new StringBuilder();
  private final Map<String, Part> parts = new HashMap<>();
  private final List<Part.Arrow> arrows = new ArrayList<>();

  WriteDot(Map<String, Mark> marks) {
    this.labels = new Labels(marks);
  }

  String write(Part root) {
    line(0, "digraph " + quoted(root.name()) + " {");
    line(1, "compound=true;");
    line(1, "node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=11];");
    line(1, "edge [color=\"" + Palette.ARROW + "\"];");
    part(root, 1);
    arrows.forEach(this::arrow);
    line(0, "}");
    return out.toString();
  }

  private void part(Part part, int depth) {
    parts.put(part.key(), part);
    switch (part) {
      case Part.Leaf leaf -> leaf(leaf, depth);
      case Part.Box box -> box(box, depth);
    }
  }

  private void leaf(Part.Leaf leaf, int depth) {
    Palette palette = labels.palette(leaf);
    String shape = leaf.kind() == AtomKind.RETRY ? ", shape=ellipse" : "";
    String style = palette.isDashed() ? ", style=\"rounded,filled,dashed\"" : "";
    line(
        depth,
        leaf.key()
            + " [label="
            + quoted(Labels.name(leaf) + "\n" + labels.below(leaf))
            + ", fillcolor=\""
            + palette.fill()
            + "\", color=\""
            + palette.line()
            + "\""
            + shape
            + style
            + "];");
  }

  private void box(Part.Box box, int depth) {
    line(depth, "subgraph cluster_" + box.key() + " {");
    line(depth + 1, "label=" + quoted(Labels.title(box)) + ";");
    line(depth + 1, "color=\"" + Palette.BOX_LINE + "\"; fontname=\"Helvetica\"; fontsize=10;");
    if (box.parts().isEmpty()) {
      line(depth + 1, box.key() + " [shape=point, style=invis];");
    }
    box.parts().forEach(part -> part(part, depth + 1));
    line(depth, "}");
    arrows.addAll(box.arrows());
  }

  private void arrow(Part.Arrow arrow) {
    Part from = known(arrow.from());
    Part to = known(arrow.to());
    List<String> attributes = new ArrayList<>();
    if (from instanceof Part.Box) {
      attributes.add("ltail=cluster_" + from.key());
    }
    if (to instanceof Part.Box) {
      attributes.add("lhead=cluster_" + to.key());
    }
    if (arrow.isDecided()) {
      attributes.add("style=dashed");
    }
    String more = attributes.isEmpty() ? "" : " [" + String.join(", ", attributes) + "]";
    line(1, end(from, true) + " -> " + end(to, false) + more + ";");
  }

  /** A node within, since Graphviz draws arrows between nodes only. */
  private static String end(Part part, boolean last) {
    Part inner = part;
    while (inner instanceof Part.Box box && !box.parts().isEmpty()) {
      inner = last ? box.parts().getLast() : box.parts().getFirst();
    }
    return inner.key();
  }

  private Part known(String key) {
    Part part = parts.get(key);
    if (part == null) {
      throw new IllegalStateException("no part has the key " + key);
    }
    return part;
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }

  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "\"" + escaped.replaceAll("\\p{Cntrl}", " ") + "\"";
  }
}
