// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.filter;

import dev.baton.error.InvalidInputException;
import java.util.List;

/**
 * A condition on a document. Trees may be wide but are not deep: {@link All} and {@link Any} hold
 * lists, so that thousands of terms need no recursion.
 */
public sealed interface Filter {

  /** True for every document. */
  Filter EVERYTHING = new All(List.of());

  /** True when all parts are; true when there is none. */
  record All(List<Filter> parts) implements Filter {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** True when one part is; false when there is none. */
  record Any(List<Filter> parts) implements Filter {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /**
   * {@code path = value}: the attribute, or one member of it if it is an array, equals the value;
   * {@code = null}: it has no value.
   */
  record Equal(Path path, Value value) implements Filter {}

  /** The negation of {@link Equal}: also true for documents without the attribute. */
  record NotEqual(Path path, Value value) implements Filter {}

  /** {@code path = [a, b]}: equal to one of the values; never true for the empty list. */
  record In(Path path, List<Value> values) implements Filter {
    public In {
      values = List.copyOf(values);
    }
  }

  /** The negation of {@link In}. */
  record NotIn(Path path, List<Value> values) implements Filter {
    public NotIn {
      values = List.copyOf(values);
    }
  }

  /** {@code path < value} and the like; false for documents without the attribute. */
  record Compare(Path path, Comparison comparison, Value value) implements Filter {}

  /** {@code path ^= 'prefix'}: the whole value starts so, case-sensitive. */
  record Prefix(Path path, String prefix) implements Filter {}

  /**
   * {@code path == 'words'}: full-text; blanks mean or, a final {@code *} is a wildcard, letter
   * case does not count.
   */
  record FullText(Path path, String query) implements Filter {}

  /** The order tests. */
  enum Comparison {
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /** The names of nested attributes, outermost first, such as {@code target-resource/href}. */
  record Path(List<String> names) {
    public Path {
      names = List.copyOf(names);
      if (names.isEmpty()) {
        throw new InvalidInputException("a path has no names; expected at least one attribute");
      }
    }

    public static Path of(String... names) {
      return new Path(List.of(names));
    }

    @Override
    public String toString() {
      return String.join("/", names);
    }
  }

  /** A literal. */
  sealed interface Value {
    /** Text in quotes; for date attributes it may be a date or date maths ({@code now-7d}). */
    record Text(String text) implements Value {}

    record Number(int number) implements Value {}

    /** An unquoted date, as written. */
    record Date(String text) implements Value {}

    record Bool(boolean bool) implements Value {}

    record Null() implements Value {}
  }
}
