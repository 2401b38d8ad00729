// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The lines around one line that fit into a response.
 *
 * @param from the index of the first line
 * @param to the index after the last line
 */
record LinesThatFit(int from, int to) {

  /**
   * Adds lines before and after a line in turn, as long as they fit. The line itself always fits,
   * so that a response has at least one line.
   *
   * @param anchor the index of the line; -1 if there are no lines
   */
  static LinesThatFit of(List<ObjectNode> lines, int anchor, ResponseSizeLimit size) {
    if (lines.isEmpty()) {
      return new LinesThatFit(0, 0);
    }
    size.fits(lines.get(anchor));
    int from = anchor;
    int to = anchor + 1;
    boolean fitsBefore = true;
    boolean fitsAfter = true;
    while (fitsBefore || fitsAfter) {
      fitsBefore = fitsBefore && from > 0 && size.fits(lines.get(from - 1));
      from -= fitsBefore ? 1 : 0;
      fitsAfter = fitsAfter && to < lines.size() && size.fits(lines.get(to));
      to += fitsAfter ? 1 : 0;
    }
    return new LinesThatFit(from, to);
  }
}
