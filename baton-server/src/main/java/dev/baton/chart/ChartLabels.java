// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import dev.baton.logbook.AtomKind;
import java.util.Locale;
import java.util.Map;

/**
 * The texts in a picture of a flow.
 *
 * @param marks the state and note of each atom, by atom name
 */
record ChartLabels(Map<String, AtomMark> marks) {

  private static final int LONGEST = 48;

  /** The name of a part, shortened if it is long. */
  static String name(ChartPart chartPart) {
    return cut(chartPart.name());
  }

  static String title(ChartPart.FlowBox flowBox) {
    return cut(flowBox.name()) + "  (" + flowBox.pattern().replace("_flow", "") + ")";
  }

  /** The line under the name of an atom: its state, or its kind if it has no state. */
  String subtitle(ChartPart.AtomBox atomBox) {
    AtomMark atomMark = marks.get(atomBox.name());
    if (atomMark == null) {
      return kind(atomBox);
    }
    String state = atomMark.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return atomMark.note().isEmpty() ? state : state + " · " + cut(atomMark.note());
  }

  private static String kind(ChartPart.AtomBox atomBox) {
    if (atomBox.kind() == AtomKind.RETRY) {
      return "retry";
    }
    return atomBox.hasRevert() ? "can be undone" : "no revert";
  }

  AtomColours palette(ChartPart.AtomBox atomBox) {
    AtomMark atomMark = marks.get(atomBox.name());
    return AtomColours.ofState(atomMark == null ? null : atomMark.state());
  }

  private static String cut(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
    if (line.codePointCount(0, line.length()) <= LONGEST) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }
}
