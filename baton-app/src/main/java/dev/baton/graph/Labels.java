// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.graph;

import dev.baton.logbook.AtomKind;
import java.util.Locale;
import java.util.Map;

/** The words in a picture. */
record Labels(Map<String, Mark> marks) {

  private static final int LONGEST = 48;

  /** The name of a part, its end cut off where it is long. */
  static String name(Part part) {
    return cut(part.name());
  }

  static String title(Part.Box box) {
    return cut(box.name()) + "  (" + box.pattern().replace("_flow", "") + ")";
  }

  /** The line under the name of an atom. */
  String below(Part.Leaf leaf) {
    Mark mark = marks.get(leaf.name());
    if (mark == null) {
      return kind(leaf);
    }
    String state = mark.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return mark.note().isEmpty() ? state : state + " · " + cut(mark.note());
  }

  private static String kind(Part.Leaf leaf) {
    if (leaf.kind() == AtomKind.RETRY) {
      return "retry";
    }
    return leaf.hasRevert() ? "can be undone" : "no revert";
  }

  Palette palette(Part.Leaf leaf) {
    Mark mark = marks.get(leaf.name());
    return Palette.of(mark == null ? null : mark.state());
  }

  private static String cut(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
    if (line.codePointCount(0, line.length()) <= LONGEST) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }
}
