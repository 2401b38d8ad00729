// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.reflect.Type;
import java.util.List;

/**
 * Defines the type as which the result of a task is read back, and the symbols that it provides.
 */
record TaskResultMapping(JavaType type, AtomOutputs outputs) {

  private static final TypeFactory TYPES = TypeFactory.defaultInstance();
  private static final JavaType LIST = TYPES.constructCollectionType(List.class, Object.class);
  private static final AtomOutputs NO_SYMBOL = new AtomOutputs.Nothing();

  /** The result may have any type and provides no symbol. */
  static final TaskResultMapping ANY = of(Object.class);

  static final TaskResultMapping ANY_LIST = of(LIST);

  static TaskResultMapping of(Type type) {
    return new TaskResultMapping(TYPES.constructType(type), NO_SYMBOL);
  }

  static TaskResultMapping whole(Symbol<?> symbol) {
    return new TaskResultMapping(symbol.type(), new AtomOutputs.Whole(symbol));
  }

  static TaskResultMapping each(Symbol<?>... symbols) {
    return new TaskResultMapping(LIST, new AtomOutputs.Each(List.of(symbols)));
  }

  static TaskResultMapping keys(Symbol<?>... symbols) {
    return new TaskResultMapping(ANY.type, new AtomOutputs.Keys(List.of(symbols)));
  }
}
