// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import dev.baton.logbook.AtomKind;
import java.util.List;
import java.util.Set;

/** A flow or an atom in a chart. */
public sealed interface ChartPart {

  /** A letter and digits; unique in its chart. */
  String key();

  /** The name of the flow or the atom, as its author wrote it. */
  String name();

  /**
   * An atom.
   *
   * @param hasRevert whether reverting the atom has an effect
   * @param path the names of the flows that contain the atom, outermost first
   */
  record AtomBox(String key, String name, AtomKind kind, boolean hasRevert, List<String> path)
      implements ChartPart {
    public AtomBox {
      path = List.copyOf(path);
    }
  }

  /**
   * A flow.
   *
   * @param pattern the kind of flow, such as {@code linear_flow}
   * @param parts its retry controller, then its children in the order of declaration
   * @param arrows the arrows between its parts
   */
  record FlowBox(String key, String name, String pattern, List<ChartPart> parts, List<Arrow> arrows)
      implements ChartPart {
    public FlowBox {
      parts = List.copyOf(parts);
      arrows = List.copyOf(arrows);
    }
  }

  /**
   * An arrow between two parts: the second part runs after the first.
   *
   * @param from the key of the earlier part
   * @param to the key of the later part
   * @param isDecided whether the link has a decider
   * @param symbols the values that the earlier part provides to the later part, if the flow names
   *     them
   */
  record Arrow(String from, String to, boolean isDecided, Set<String> symbols) {
    public Arrow {
      symbols = Set.copyOf(symbols);
    }
  }
}
