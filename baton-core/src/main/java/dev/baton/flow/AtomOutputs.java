// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How the result of an atom becomes the values of symbols. */
public sealed interface AtomOutputs {

  /** No symbol. The result is stored nevertheless. */
  record Nothing() implements AtomOutputs {}

  /** The whole result under one symbol. */
  record Whole(Symbol<?> symbol) implements AtomOutputs {}

  /**
   * The elements of a list, by position. With fewer elements than symbols the last ones stay open.
   */
  record Each(List<Symbol<?>> symbols) implements AtomOutputs {
    public Each {
      symbols = List.copyOf(symbols);
    }
  }

  /** The entries of a map, or the components of a record, by the names of the symbols. */
  record Keys(List<Symbol<?>> symbols) implements AtomOutputs {
    public Keys {
      symbols = List.copyOf(symbols);
    }
  }

  default List<Symbol<?>> symbols() {
    return switch (this) {
      case Nothing nothing -> List.of();
      case Whole whole -> List.of(whole.symbol());
      case Each each -> each.symbols();
      case Keys keys -> keys.symbols();
    };
  }

  default Set<String> names() {
    return switch (this) {
      case Nothing nothing -> Set.of();
      case Whole whole -> Set.of(whole.symbol().name());
      case Each each -> names(each.symbols());
      case Keys keys -> names(keys.symbols());
    };
  }

  private static Set<String> names(List<Symbol<?>> symbols) {
    Set<String> names = new LinkedHashSet<>();
    symbols.forEach(symbol -> names.add(symbol.name()));
    return names;
  }
}
