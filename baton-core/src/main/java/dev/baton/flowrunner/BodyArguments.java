// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.flow.JsonValues;
import dev.baton.flow.Symbol;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call of a body.
 *
 * @param atom the name of the atom, for messages
 * @param declared the names of all parameters
 * @param values the values by parameter name; a parameter without a value is absent
 */
record BodyArguments(String atom, Set<String> declared, Map<String, JsonNode> values) {

  boolean has(Symbol<?> parameter) {
    check(parameter);
    return values.containsKey(parameter.name());
  }

  <T> T get(Symbol<T> parameter) {
    T value = read(parameter);
    if (value == null) {
      throw new NotFoundException(
          "parameter '"
              + parameter.name()
              + "' of atom '"
              + atom
              + "' has "
              + (values.containsKey(parameter.name()) ? "the value null" : "no value")
              + "; use 'find' if the value may be missing");
    }
    return value;
  }

  <T> @Nullable T read(Symbol<T> parameter) {
    check(parameter);
    JsonNode value = values.get(parameter.name());
    try {
      return value == null ? null : JsonValues.read(value, parameter.type());
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "parameter '" + parameter.name() + "' of atom '" + atom + "': " + e.getMessage(), e);
    }
  }

  private void check(Symbol<?> parameter) {
    if (!declared.contains(parameter.name())) {
      throw new InvalidInputException(
          "atom '"
              + atom
              + "' has no parameter '"
              + parameter.name()
              + "'; declared: "
              + declared
              + "; name it in 'requires' or 'optional'");
    }
  }
}
