// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.graph;

import dev.baton.logbook.AtomKind;
import java.util.List;
import java.util.Set;

/** One thing of a chart. */
public sealed interface ChartPart {

  /** Unique in its chart: a letter and digits. */
  String key();

  /** The name of the flow or the atom, as its author wrote it. */
  String name();

  /**
   * An atom.
   *
   * @param hasRevert whether reverting it does anything
   * @param path the names of the flows that it is in, outermost first
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
   * @param pattern such as {@code linear_flow}
   * @param parts its retry, then its children in the order declared
   * @param arrows between its parts
   */
  record FlowBox(String key, String name, String pattern, List<ChartPart> parts, List<Arrow> arrows)
      implements ChartPart {
    public FlowBox {
      parts = List.copyOf(parts);
      arrows = List.copyOf(arrows);
    }
  }

  /**
   * That one part runs after another.
   *
   * @param from key of the earlier part
   * @param to key of the later part
   * @param isDecided whether a decider is asked
   * @param symbols the values that flow along it, where the flow says so
   */
  record Arrow(String from, String to, boolean isDecided, Set<String> symbols) {
    public Arrow {
      symbols = Set.copyOf(symbols);
    }
  }
}
