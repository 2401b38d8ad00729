// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import dev.baton.logbook.AtomKind;
import dev.baton.logbook.AtomState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a chart for Mermaid. A flow becomes a subgraph, and the state of an atom becomes a style
 * class.
 */
final class WriteMermaid {

  private final ChartLabels chartLabels;
  private final Map<String, AtomMark> marks;
  private final StringBuilder out = new StringBuilder();
  private final List<ChartPart.Arrow> arrows = new ArrayList<>();
  private final Set<AtomState> used = EnumSet.noneOf(AtomState.class);

  WriteMermaid(Map<String, AtomMark> marks) {
    this.chartLabels = new ChartLabels(marks);
    this.marks = marks;
  }

  String write(ChartPart root) {
    line(0, "flowchart TB");
    part(root, 1);
    arrows.forEach(
        arrow -> line(1, arrow.from() + (arrow.isDecided() ? " -.-> " : " --> ") + arrow.to()));
    used.forEach(this::definition);
    return out.toString();
  }

  private void definition(AtomState state) {
    AtomColours atomColours = AtomColours.ofState(state);
    line(
        1,
        "classDef "
            + state
            + " fill:"
            + atomColours.fill()
            + ",stroke:"
            + atomColours.border()
            + ",color:"
            + AtomColours.TEXT
            + (atomColours.isDashed() ? ",stroke-dasharray:5 3" : ""));
  }

  private void part(ChartPart chartPart, int depth) {
    switch (chartPart) {
      case ChartPart.AtomBox atomBox -> leaf(atomBox, depth);
      case ChartPart.FlowBox flowBox -> {
        line(
            depth,
            "subgraph " + flowBox.key() + "[\"" + escaped(ChartLabels.title(flowBox)) + "\"]");
        flowBox.parts().forEach(each -> part(each, depth + 1));
        line(depth, "end");
        arrows.addAll(flowBox.arrows());
      }
    }
  }

  private void leaf(ChartPart.AtomBox atomBox, int depth) {
    String text =
        escaped(ChartLabels.name(atomBox)) + "<br/>" + escaped(chartLabels.subtitle(atomBox));
    boolean retry = atomBox.kind() == AtomKind.RETRY;
    AtomMark atomMark = marks.get(atomBox.name());
    String kind = "";
    if (atomMark != null) {
      used.add(atomMark.state());
      kind = ":::" + atomMark.state();
    }
    line(depth, atomBox.key() + (retry ? "([\"" : "[\"") + text + (retry ? "\"])" : "\"]") + kind);
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }

  /**
   * Escapes characters as Mermaid entities, which begin with a number sign. Mermaid has no other
   * way to escape a character.
   */
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
