// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import java.util.List;

/**
 * A chart with the position of every part and arrow, in pixels from the upper left corner.
 *
 * @param parts each flow stands before the parts that it contains
 */
record ChartLayout(double width, double height, List<PlacedPart> parts, List<PlacedArrow> arrows) {

  record PlacedPart(ChartPart part, double x, double y, double width, double height) {}

  record PlacedArrow(ChartPart.Arrow arrow, List<Point> points) {}

  record Point(double x, double y) {}
}
