// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.graph;

import dev.baton.logbook.AtomKind;
import dev.baton.logbook.AtomState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes Mermaid: a flow is a subgraph, a state is a class. */
final class WriteMermaid {

  private final Labels labels;
  private final Map<String, Mark> marks;
  private final StringBuilder out = new StringBuilder();
  private final List<Part.Arrow> arrows = new ArrayList<>();
  private final Set<AtomState> used = EnumSet.noneOf(AtomState.class);

  WriteMermaid(Map<String, Mark> marks) {
    this.labels = new Labels(marks);
    this.marks = marks;
  }

  String write(Part root) {
    line(0, "flowchart TB");
    part(root, 1);
    arrows.forEach(
        arrow -> line(1, arrow.from() + (arrow.isDecided() ? " -.-> " : " --> ") + arrow.to()));
    used.forEach(this::definition);
    return out.toString();
  }

  private void definition(AtomState state) {
    Palette palette = Palette.of(state);
    line(
        1,
        "classDef "
            + state
            + " fill:"
            + palette.fill()
            + ",stroke:"
            + palette.line()
            + ",color:"
            + Palette.TEXT
            + (palette.isDashed() ? ",stroke-dasharray:5 3" : ""));
  }

  private void part(Part part, int depth) {
    switch (part) {
      case Part.Leaf leaf -> leaf(leaf, depth);
      case Part.Box box -> {
        line(depth, "subgraph " + box.key() + "[\"" + escaped(Labels.title(box)) + "\"]");
        box.parts().forEach(each -> part(each, depth + 1));
        line(depth, "end");
        arrows.addAll(box.arrows());
      }
    }
  }

  private void leaf(Part.Leaf leaf, int depth) {
    String text = escaped(Labels.name(leaf)) + "<br/>" + escaped(labels.below(leaf));
    boolean retry = leaf.kind() == AtomKind.RETRY;
    Mark mark = marks.get(leaf.name());
    String kind = "";
    if (mark != null) {
      used.add(mark.state());
      kind = ":::" + mark.state();
    }
    line(depth, leaf.key() + (retry ? "([\"" : "[\"") + text + (retry ? "\"])" : "\"]") + kind);
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }

  /** Its entities begin with a number sign, and are the only escape that it has. */
  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(character -> {
          switch (character) {
            case '"', '#', '<', '>', '&', '`', ';', '[', ']', '{', '}' ->
                safe.append('#').append(character).append(';');
            default -> safe.appendCodePoint(character);
          }
        });
    return safe.toString();
  }
}
