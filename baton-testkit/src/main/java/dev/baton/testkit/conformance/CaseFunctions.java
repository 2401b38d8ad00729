// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/** The functions that the map and reduce tasks of the cases apply. */
final class CaseFunctions {

  private static final Map<String, UnaryOperator<JsonNode>> ONE =
      Map.of(
          "square", ofNumber(n -> n * n),
          "double", ofNumber(n -> 2 * n),
          "negate", ofNumber(n -> -n),
          "boom1",
              n -> {
                throw new ScriptedError.ErrorA("boom1");
              });

  private static final Map<String, BinaryOperator<JsonNode>> TWO =
      Map.of(
          "add", ofNumbers(Long::sum),
          "mul", ofNumbers((a, b) -> a * b),
          "sub", ofNumbers((a, b) -> a - b),
          "max", ofNumbers(Math::max),
          "boom2",
              (a, b) -> {
                throw new ScriptedError.ErrorB("boom2");
              });

  private CaseFunctions() {}

  /**
   * Returns a function of one parameter. In the reference library a case can pass a function of two
   * parameters here, which is an error. Java's types do not allow that, so this method throws the
   * error.
   */
  static UnaryOperator<JsonNode> ofOne(String name) {
    return named(ONE, name, "one parameter");
  }

  static BinaryOperator<JsonNode> ofTwo(String name) {
    return named(TWO, name, "two parameters");
  }

  private static UnaryOperator<JsonNode> ofNumber(LongUnaryOperator function) {
    return node -> LongNode.valueOf(function.applyAsLong(number(node)));
  }

  private static BinaryOperator<JsonNode> ofNumbers(LongBinaryOperator function) {
    return (a, b) -> LongNode.valueOf(function.applyAsLong(number(a), number(b)));
  }

  private static <T> T named(Map<String, T> functions, String name, String wanted) {
    return Optional.ofNullable(functions.get(name))
        .orElseThrow(
            () -> ReferenceOnlyException.invalidValue("'" + name + "' does not take " + wanted));
  }

  private static long number(JsonNode node) {
    if (!node.isNumber()) {
      throw new ScriptedError.TypeError("'" + node + "' is no number");
    }
    return node.longValue();
  }
}
