// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.graph;

import java.util.List;

/**
 * A chart with a place for everything, in pixels from the upper left corner.
 *
 * @param places boxes before what is in them
 */
record Drawing(double width, double height, List<Place> places, List<Line> lines) {

  record Place(Part part, double x, double y, double width, double height) {}

  record Line(Part.Arrow arrow, List<Point> points) {}

  record Point(double x, double y) {}
}
