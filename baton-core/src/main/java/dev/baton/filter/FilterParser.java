// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.filter;

import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter.Comparison;
import dev.baton.filter.Filter.Path;
import dev.baton.filter.Filter.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Parses the CIMI filter language (docs/spec/nuvla.md §4).
 *
 * <p>If the value stands before the path, the two are swapped and the operator stays as it is
 * written: {@code 3<a} means {@code a<3}, as in Nuvla. The parser checks dates that are compared
 * with a date attribute, so that every parsed filter can be evaluated.
 */
public final class FilterParser {

  /** The maximum length of a filter, in UTF-16 units. */
  public static final int MAX_LENGTH = 256 * 1024;

  /** The maximum nesting depth of parentheses. */
  public static final int MAX_DEPTH = 200;

  private static final String[] OPERATORS = {"==", "^=", "!=", "<=", ">=", "=", "<", ">"};
  private static final String[] GEOMETRY = {"intersects", "disjoint", "within", "contains"};
  private static final Set<String> CONSTANTS = Set.of("true", "false", "null");

  private final FilterScanner text;
  private int depth;

  private FilterParser(FilterScanner text) {
    this.text = text;
  }

  /**
   * Parses a filter.
   *
   * @throws InvalidInputException if the text is not a filter; the message starts with {@code
   *     Invalid CIMI filter.} and names the position of the error and what was expected there
   */
  public static Filter parse(String filter) {
    if (filter.length() > MAX_LENGTH) {
      throw new InvalidInputException(
          "Invalid CIMI filter. It has "
              + filter.length()
              + " characters; allowed: up to "
              + MAX_LENGTH);
    }
    FilterScanner text = new FilterScanner(filter);
    Filter tree = new FilterParser(text).either();
    if (!text.atEnd()) {
      throw text.expected("'and', 'or' or the end of the filter");
    }
    return tree;
  }

  private Filter either() {
    return joined(
        "or",
        this::all,
        part -> part instanceof Filter.Any any ? any.parts() : List.of(part),
        Filter.Any::new);
  }

  private Filter all() {
    return joined(
        "and",
        this::unit,
        part -> part instanceof Filter.All all ? all.parts() : List.of(part),
        Filter.All::new);
  }

  private Filter joined(
      String word,
      Supplier<Filter> next,
      Function<Filter, List<Filter>> partsOf,
      Function<List<Filter>, Filter> join) {
    List<Filter> parts = new ArrayList<>();
    do {
      parts.addAll(partsOf.apply(next.get()));
    } while (text.take(word));
    return parts.size() == 1 ? parts.getFirst() : join.apply(parts);
  }

  private Filter unit() {
    if (!text.take("(")) {
      return test();
    }
    if (++depth > MAX_DEPTH) {
      throw text.failure("parentheses are nested more than " + MAX_DEPTH + " deep");
    }
    Filter inner = either();
    if (!text.take(")")) {
      throw text.expected("'and', 'or' or ')'");
    }
    depth--;
    return inner;
  }

  private Filter test() {
    if (text.atPath()) {
      int start = text.position();
      Path path = text.path();
      if (!isReversedConstant(path)) {
        return testOf(path, operator());
      }
      text.back(start);
    }
    int start = text.position();
    if (text.atEnd()) {
      throw text.expected("an attribute, a value or '('");
    }
    Operand left = operand();
    String operator = operator();
    check(left, operator, start);
    int place = text.position();
    Path path = text.path();
    return build(path, operator, left, place);
  }

  /**
   * Whether {@code true}, {@code false} or {@code null} is a value that stands before a path, as in
   * {@code true=a}, and not the name of an attribute.
   */
  private boolean isReversedConstant(Path path) {
    if (!CONSTANTS.contains(path.toString())) {
      return false;
    }
    int start = text.position();
    operator();
    boolean reversed = text.atPath() && !CONSTANTS.contains(text.path().toString());
    text.back(start);
    return reversed;
  }

  private Filter testOf(Path path, String operator) {
    int start = text.position();
    Operand right = operand();
    check(right, operator, start);
    return build(path, operator, right, start);
  }

  private String operator() {
    for (String operator : OPERATORS) {
      if (text.take(operator)) {
        return operator;
      }
    }
    for (String operator : GEOMETRY) {
      if (text.take(operator)) {
        throw text.failure("'" + operator + "' needs a geometry, and no attribute is a geometry");
      }
    }
    throw text.expected("one of = != < <= > >= ^= ==");
  }

  /** The left or the right side of an operator: a path, a value or a list of values. */
  private sealed interface Operand {
    record One(Value value) implements Operand {}

    record Several(List<Value> values) implements Operand {}
  }

  private Operand operand() {
    if (text.take("[")) {
      return new Operand.Several(list());
    }
    return new Operand.One(text.scalar());
  }

  private List<Value> list() {
    List<Value> values = new ArrayList<>();
    while (!text.take("]")) {
      if (!values.isEmpty()) {
        text.take(",");
      }
      values.add(text.ordinal());
    }
    return values;
  }

  private void check(Operand operand, String operator, int start) {
    boolean fits =
        switch (operator) {
          case "=", "!=" -> true;
          case "^=", "==" ->
              operand instanceof Operand.One one && one.value() instanceof Value.Text;
          default -> operand instanceof Operand.One one && isOrdinal(one.value());
        };
    if (!fits) {
      text.back(start);
      throw text.expected(
          operator.equals("^=") || operator.equals("==")
              ? "text in quotes beside '" + operator + "'"
              : "an integer, a date or text in quotes beside '" + operator + "'");
    }
  }

  private static boolean isOrdinal(Value value) {
    return switch (value) {
      case Value.Text t -> true;
      case Value.Number n -> true;
      case Value.Date d -> true;
      case Value.Bool b -> false;
      case Value.Null n -> false;
    };
  }

  private Filter build(Path path, String operator, Operand operand, int place) {
    if (DateMath.isDate(path)) {
      checkDates(path, operator, operand, place);
    }
    return switch (operand) {
      case Operand.Several several ->
          operator.equals("=")
              ? new Filter.In(path, several.values())
              : new Filter.NotIn(path, several.values());
      case Operand.One one -> build(path, operator, one.value());
    };
  }

  private static Filter build(Path path, String operator, Value value) {
    return switch (operator) {
      case "=" -> new Filter.Equal(path, value);
      case "!=" -> new Filter.NotEqual(path, value);
      case "^=" -> new Filter.Prefix(path, ((Value.Text) value).text());
      case "==" -> new Filter.FullText(path, ((Value.Text) value).text());
      case "<" -> new Filter.Compare(path, Comparison.LESS, value);
      case "<=" -> new Filter.Compare(path, Comparison.LESS_OR_EQUAL, value);
      case ">" -> new Filter.Compare(path, Comparison.GREATER, value);
      default -> new Filter.Compare(path, Comparison.GREATER_OR_EQUAL, value);
    };
  }

  private void checkDates(Path path, String operator, Operand operand, int place) {
    if (operator.equals("^=") || operator.equals("==")) {
      text.back(place);
      throw text.failure("'" + path + "' is a date: use = != < <= > >= instead of " + operator);
    }
    List<Value> values =
        switch (operand) {
          case Operand.One one -> List.of(one.value());
          case Operand.Several several -> several.values();
        };
    for (Value value : values) {
      try {
        if (!(value instanceof Value.Null)) {
          DateMath.resolve(value, Instant.EPOCH);
        }
      } catch (InvalidInputException e) {
        text.back(place);
        throw text.failure(String.valueOf(e.getMessage()));
      }
    }
  }
}
