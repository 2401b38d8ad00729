// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of an atom. A body reads its <em>parameters</em>. Each parameter is bound to the
 * symbol with its own name unless it is rebound.
 *
 * @param required parameters without which the atom cannot start
 * @param optional parameters that are left out if nothing provides them
 * @param rebind the symbol name for each rebound parameter, by parameter name
 * @param injected the injected values: values of symbols for this atom only, by symbol name; they
 *     hide every provider
 */
public record AtomInputs(
    List<Symbol<?>> required,
    List<Symbol<?>> optional,
    Map<String, String> rebind,
    Map<String, @Nullable Object> injected) {

  static final AtomInputs NONE = new AtomInputs(List.of(), List.of(), Map.of(), Map.of());

  public AtomInputs {
    required = List.copyOf(required);
    optional = List.copyOf(optional);
    rebind = Map.copyOf(rebind);
    injected = Collections.unmodifiableMap(new LinkedHashMap<>(injected));
  }

  /** The name of the symbol to which a parameter is bound. */
  public String symbolOf(Symbol<?> parameter) {
    return rebind.getOrDefault(parameter.name(), parameter.name());
  }

  /**
   * The names of the required symbols that other atoms must provide. Injected symbols are not
   * included.
   */
  public Set<String> requires() {
    Set<String> names = new LinkedHashSet<>();
    required.forEach(parameter -> names.add(symbolOf(parameter)));
    names.removeAll(injected.keySet());
    return names;
  }

  /** The union of {@link #requires()} of these inputs and of the other inputs. */
  Set<String> requiresWith(AtomInputs other) {
    Set<String> names = new LinkedHashSet<>(requires());
    names.addAll(other.requires());
    return names;
  }

  /** The required parameters, then the optional parameters. */
  public Stream<Symbol<?>> parameters() {
    return Stream.concat(required.stream(), optional.stream());
  }

  AtomInputs withRequired(Symbol<?>... more) {
    return new AtomInputs(joined(required, more), optional, rebind, injected);
  }

  AtomInputs withOptional(Symbol<?>... more) {
    return new AtomInputs(required, joined(optional, more), rebind, injected);
  }

  AtomInputs withRebind(String parameter, String symbol) {
    Map<String, String> map = new LinkedHashMap<>(rebind);
    map.put(parameter, symbol);
    return new AtomInputs(required, optional, map, injected);
  }

  AtomInputs withInjected(String symbol, @Nullable Object value) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>(injected);
    map.put(symbol, value);
    return new AtomInputs(required, optional, rebind, map);
  }

  private static List<Symbol<?>> joined(List<Symbol<?>> some, Symbol<?>... more) {
    List<Symbol<?>> all = new ArrayList<>(some);
    for (Symbol<?> symbol : more) {
      if (all.stream().noneMatch(present -> present.name().equals(symbol.name()))) {
        all.add(symbol);
      }
    }
    return all;
  }
}
