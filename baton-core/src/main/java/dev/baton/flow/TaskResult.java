// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.reflect.Type;
import java.util.List;

/** What becomes of the result of a task: how it is read back, and which symbols it gives. */
record TaskResult(JavaType type, Outputs outputs) {

  private static final TypeFactory TYPES = TypeFactory.defaultInstance();
  private static final JavaType LIST = TYPES.constructCollectionType(List.class, Object.class);
  private static final Outputs NO_SYMBOL = new Outputs.Nothing();

  /** Stored as whatever it is. */
  static final TaskResult ANY = of(Object.class);

  static final TaskResult ANY_LIST = of(LIST);

  static TaskResult of(Type type) {
    return new TaskResult(TYPES.constructType(type), NO_SYMBOL);
  }

  static TaskResult whole(Symbol<?> symbol) {
    return new TaskResult(symbol.type(), new Outputs.Whole(symbol));
  }

  static TaskResult each(Symbol<?>... symbols) {
    return new TaskResult(LIST, new Outputs.Each(List.of(symbols)));
  }

  static TaskResult keys(Symbol<?>... symbols) {
    return new TaskResult(ANY.type, new Outputs.Keys(List.of(symbols)));
  }
}
