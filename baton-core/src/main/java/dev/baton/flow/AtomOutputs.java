// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Maps the result of an atom to the values of symbols. */
public sealed interface AtomOutputs {

  /** The atom provides no symbol. Its result is stored nevertheless. */
  record Nothing() implements AtomOutputs {}

  /** The whole result is the value of one symbol. */
  record Whole(Symbol<?> symbol) implements AtomOutputs {}

  /**
   * The result is a list whose elements are the values of the symbols, by position. If the list has
   * fewer elements than there are symbols, the last symbols have no value.
   */
  record Each(List<Symbol<?>> symbols) implements AtomOutputs {
    public Each {
      symbols = List.copyOf(symbols);
    }
  }

  /**
   * The result is a map or a record whose entries or components are the values of the symbols with
   * the same names.
   */
  record Keys(List<Symbol<?>> symbols) implements AtomOutputs {
    public Keys {
      symbols = List.copyOf(symbols);
    }
  }

  /** Returns the symbols that get a value, in their declared order; empty for {@link Nothing}. */
  default List<Symbol<?>> symbols() {
    return switch (this) {
      case Nothing nothing -> List.of();
      case Whole whole -> List.of(whole.symbol());
      case Each each -> each.symbols();
      case Keys keys -> keys.symbols();
    };
  }

  /** Returns the names of {@link #symbols()}, in the same order. */
  default Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    symbols().forEach(symbol -> names.add(symbol.name()));
    return names;
  }
}
