// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the positions of the parts and arrows of a chart as a JSON document, for clients that draw
 * the chart themselves.
 *
 * @param groups the flows of the chart by their keys
 */
record WriteLayout(Map<String, FoldChart.Group> groups) {

  ObjectNode write(ChartLayout layout) {
    ObjectNode doc = JsonNodeFactory.instance.objectNode();
    doc.put("width", rounded(layout.width()));
    doc.put("height", rounded(layout.height()));
    ArrayNode parts = doc.putArray("parts");
    layout.parts().forEach(placed -> part(parts.addObject(), placed));
    ArrayNode arrows = doc.putArray("arrows");
    layout.arrows().forEach(placed -> arrow(arrows.addObject(), placed));
    return doc;
  }

  private void part(ObjectNode doc, ChartLayout.PlacedPart placed) {
    doc.put("key", placed.part().key());
    doc.put("name", placed.part().name());
    switch (placed.part()) {
      case ChartPart.FlowBox flow -> flow(doc, flow);
      case ChartPart.AtomBox atom ->
          doc.put("kind", atom.kind().name().toLowerCase(Locale.ROOT))
              .put("has-revert", atom.hasRevert());
    }
    doc.put("x", rounded(placed.x()));
    doc.put("y", rounded(placed.y()));
    doc.put("width", rounded(placed.width()));
    doc.put("height", rounded(placed.height()));
  }

  private void flow(ObjectNode doc, ChartPart.FlowBox flow) {
    doc.put("kind", flow.pattern().equals(FoldChart.MORE) ? FoldChart.MORE : "flow");
    doc.put("pattern", flow.pattern());
    FoldChart.Group group = groups.get(flow.key());
    if (group != null) {
      if (group.place() != null) {
        doc.put("place", group.place());
      }
      doc.put("folded", group.isFolded());
      doc.put("atoms", group.atoms());
      ObjectNode states = doc.putObject("states");
      group.states().forEach((state, number) -> states.put(state.name(), number));
    }
  }

  private static void arrow(ObjectNode doc, ChartLayout.PlacedArrow placed) {
    doc.put("from", placed.arrow().from());
    doc.put("to", placed.arrow().to());
    doc.put("decided", placed.arrow().isDecided());
    ArrayNode symbols = doc.putArray("symbols");
    List<String> sorted = placed.arrow().symbols().stream().sorted().toList();
    sorted.forEach(symbols::add);
    ArrayNode points = doc.putArray("points");
    for (ChartLayout.Point point : placed.points()) {
      points.addArray().add(rounded(point.x())).add(rounded(point.y()));
    }
  }

  private static double rounded(double value) {
    return Math.rint(value * 10) / 10;
  }
}
