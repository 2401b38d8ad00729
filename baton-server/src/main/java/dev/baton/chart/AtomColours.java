// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import dev.baton.logbook.AtomState;
import org.jspecify.annotations.Nullable;

/**
 * The colours of an atom: light backgrounds under dark text, which are readable on screens and on
 * paper.
 *
 * @param fill the background colour
 * @param border the colour of the border
 * @param isDashed whether the border is dashed, which marks an ignored atom
 */
record AtomColours(String fill, String border, boolean isDashed) {

  static final String TEXT = "#1f2933";
  static final String FAINT = "#5f6b7a";
  static final String ARROW = "#7b8794";
  static final String BOX_FILL = "#fafbfc";
  static final String BOX_BORDER = "#c3cad3";

  private static final AtomColours PLAIN = new AtomColours("#ffffff", "#52606d", false);

  /**
   * The colours for a state. Null means that the atom has no state, because the chart shows only a
   * definition.
   */
  static AtomColours ofState(@Nullable AtomState state) {
    return switch (state) {
      case null -> PLAIN;
      case PENDING -> new AtomColours("#f1f3f5", "#9aa5b1", false);
      case RUNNING -> new AtomColours("#dbeafe", "#2563eb", false);
      case SUCCESS -> new AtomColours("#dcfce7", "#16a34a", false);
      case FAILURE -> new AtomColours("#fee2e2", "#dc2626", false);
      case REVERTING -> new AtomColours("#ffedd5", "#ea580c", false);
      case REVERTED -> new AtomColours("#f3e8ff", "#9333ea", false);
      case REVERT_FAILURE -> new AtomColours("#fca5a5", "#7f1d1d", false);
      case IGNORE -> new AtomColours("#ffffff", "#9aa5b1", true);
      case RETRYING -> new AtomColours("#fef9c3", "#ca8a04", false);
    };
  }
}
