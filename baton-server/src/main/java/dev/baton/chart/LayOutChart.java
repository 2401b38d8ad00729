// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.BoxLayouterOptions;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Computes the positions of all parts of a chart. In each flow, the parts are in layers from top to
 * bottom, and a box is drawn around them. Each box is laid out separately, because arrows connect
 * only parts of the same box.
 */
final class LayOutChart {

  private static final double NAME_CHARACTER = 7.6;
  private static final double SMALL_CHARACTER = 6.2;
  private static final double LEAF_HEIGHT = 42;
  private static final double MARGIN = 14;
  private static final double TITLE = 30;
  // A flow without parts, such as a folded flow, has a line with the counts of its atoms.
  private static final double FOLDED_WIDTH = 190;
  private static final double FOLDED_HEIGHT = 52;

  static {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  private final ChartLabels chartLabels;
  private final Map<String, ElkNode> nodes = new HashMap<>();
  private final Map<ChartPart.Arrow, ElkEdge> edges = new HashMap<>();
  private final List<ChartPart> order = new ArrayList<>();

  private LayOutChart(ChartLabels chartLabels) {
    this.chartLabels = chartLabels;
  }

  static ChartLayout of(ChartPart root, Map<String, AtomMark> marks) {
    LayOutChart layout = new LayOutChart(new ChartLabels(marks));
    ElkNode graph = ElkGraphUtil.createGraph();
    configure(graph, MARGIN);
    layout.add(root, graph);
    new RecursiveGraphLayoutEngine().layout(graph, new BasicProgressMonitor());
    return layout.drawing(graph);
  }

  private void add(ChartPart chartPart, ElkNode parent) {
    ElkNode node = ElkGraphUtil.createNode(parent);
    nodes.put(chartPart.key(), node);
    order.add(chartPart);
    switch (chartPart) {
      case ChartPart.AtomBox atomBox ->
          node.setDimensions(
              28
                  + Math.max(
                      ChartLabels.name(atomBox).length() * NAME_CHARACTER,
                      chartLabels.subtitle(atomBox).length() * SMALL_CHARACTER),
              LEAF_HEIGHT);
      case ChartPart.FlowBox flowBox -> addBox(flowBox, node);
    }
  }

  private void addBox(ChartPart.FlowBox flowBox, ElkNode node) {
    configure(node, TITLE);
    double title = 2 * MARGIN + ChartLabels.title(flowBox).length() * SMALL_CHARACTER;
    boolean isEmpty = flowBox.parts().isEmpty();
    double least = isEmpty ? Math.max(title, FOLDED_WIDTH) : title;
    double height = isEmpty ? FOLDED_HEIGHT : TITLE + MARGIN;
    node.setDimensions(least, height);
    node.setProperty(CoreOptions.NODE_SIZE_CONSTRAINTS, EnumSet.of(SizeConstraint.MINIMUM_SIZE));
    node.setProperty(CoreOptions.NODE_SIZE_MINIMUM, new KVector(least, height));
    flowBox.parts().forEach(chartPart -> add(chartPart, node));
    if (flowBox.arrows().isEmpty()) {
      inRows(flowBox, node);
    }
    for (ChartPart.Arrow arrow : flowBox.arrows()) {
      edges.put(
          arrow, ElkGraphUtil.createSimpleEdge(nodes.get(arrow.from()), nodes.get(arrow.to())));
    }
  }

  /**
   * Arranges the parts of a flow without arrows. Such a flow has no layers; several rows use the
   * space of its box better than one long line.
   */
  private void inRows(ChartPart.FlowBox flowBox, ElkNode node) {
    node.setProperty(CoreOptions.ALGORITHM, BoxLayouterOptions.ALGORITHM_ID);
    node.setProperty(CoreOptions.ASPECT_RATIO, 2.5);
    int left = flowBox.parts().size();
    for (ChartPart chartPart : flowBox.parts()) {
      // The layout places parts with a higher priority first. Without priorities it places larger
      // parts first.
      Objects.requireNonNull(nodes.get(chartPart.key())).setProperty(CoreOptions.PRIORITY, left--);
    }
  }

  private static void configure(ElkNode node, double top) {
    node.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    node.setProperty(
        LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
    node.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
    node.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    node.setProperty(CoreOptions.PADDING, new ElkPadding(top, MARGIN, MARGIN, MARGIN));
    node.setProperty(CoreOptions.SPACING_NODE_NODE, 22.0);
    node.setProperty(CoreOptions.SPACING_EDGE_NODE, 14.0);
    node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 30.0);
  }

  private ChartLayout drawing(ElkNode graph) {
    List<ChartLayout.PlacedPart> places = new ArrayList<>();
    for (ChartPart chartPart : order) {
      ElkNode node = Objects.requireNonNull(nodes.get(chartPart.key()));
      ChartLayout.Point corner = corner(node);
      places.add(
          new ChartLayout.PlacedPart(
              chartPart, corner.x(), corner.y(), node.getWidth(), node.getHeight()));
    }
    List<ChartLayout.PlacedArrow> lines = new ArrayList<>();
    edges.forEach((arrow, edge) -> lines.add(new ChartLayout.PlacedArrow(arrow, points(edge))));
    lines.sort(
        Comparator.comparing(placedArrow -> placedArrow.arrow().from() + placedArrow.arrow().to()));
    return new ChartLayout(graph.getWidth(), graph.getHeight(), places, lines);
  }

  /**
   * Returns the position of a node in the whole picture. ELK gives positions relative to the
   * containing node.
   */
  private static ChartLayout.Point corner(ElkNode node) {
    double x = 0;
    double y = 0;
    for (ElkNode around = node; around.getParent() != null; around = around.getParent()) {
      x += around.getX();
      y += around.getY();
    }
    return new ChartLayout.Point(x, y);
  }

  private static List<ChartLayout.Point> points(ElkEdge edge) {
    ChartLayout.Point origin = corner(edge.getContainingNode());
    List<ChartLayout.Point> points = new ArrayList<>();
    for (ElkEdgeSection section : edge.getSections()) {
      points.add(moved(origin, section.getStartX(), section.getStartY()));
      for (ElkBendPoint bend : section.getBendPoints()) {
        points.add(moved(origin, bend.getX(), bend.getY()));
      }
      points.add(moved(origin, section.getEndX(), section.getEndY()));
    }
    return points;
  }

  private static ChartLayout.Point moved(ChartLayout.Point origin, double x, double y) {
    return new ChartLayout.Point(origin.x() + x, origin.y() + y);
  }
}
