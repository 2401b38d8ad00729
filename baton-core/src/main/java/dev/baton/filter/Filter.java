// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.filter;

import dev.baton.error.InvalidInputException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A condition on a document. Trees may be wide but are not deep: {@link All} and {@link Any} hold
 * lists, so thousands of terms need no recursion.
 */
public sealed interface Filter {

  /** A filter that is true for every document. */
  Filter EVERYTHING = new All(List.of());

  /** A filter that is true if the attribute, or one member of it, equals the text. */
  static Filter equal(Path path, String text) {
    return new Equal(path, new Value.Text(text));
  }

  /** A filter that is true if the attribute, or one member of it, equals one of the texts. */
  static Filter in(Path path, Collection<?> texts) {
    return new In(path, texts.stream().<Value>map(v -> new Value.Text(v.toString())).toList());
  }

  /** True if all parts are true, and if there are no parts. */
  record All(List<Filter> parts) implements Filter {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** True if at least one part is true. False if there are no parts. */
  record Any(List<Filter> parts) implements Filter {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /**
   * {@code path = value}: the attribute, or one member of it if it is an array, equals the value.
   * {@code path = null}: the attribute has no value.
   */
  record Equal(Path path, Value value) implements Filter {}

  /** The negation of {@link Equal}. It is also true for documents without the attribute. */
  record NotEqual(Path path, Value value) implements Filter {}

  /**
   * {@code path = [a, b]}: the attribute equals one of the values. Never true for an empty list.
   */
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

  /** {@code path < value} and the other comparisons. False for documents without the attribute. */
  record Compare(Path path, Comparison comparison, Value value) implements Filter {}

  /** {@code path ^= 'prefix'}: the value starts with the prefix. Case-sensitive. */
  record Prefix(Path path, String prefix) implements Filter {}

  /**
   * {@code path == 'words'}: full-text search. The value contains one of the words that blanks
   * separate. A final {@code *} is a wildcard. Case-insensitive.
   */
  record FullText(Path path, String query) implements Filter {}

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

    /** Returns the path in the form of the filter language. */
    @Override
    public String toString() {
      return names.stream().map(Path::quoted).collect(Collectors.joining("/"));
    }

    private static String quoted(String name) {
      String quote = name.contains("'") ? "\"" : "'";
      return name.matches("[A-Za-z@](?:[A-Za-z0-9_:-]*[A-Za-z0-9_])?")
          ? name
          : quote + name + quote;
    }
  }

  /** A literal value. */
  sealed interface Value {
    /** Text in quotes. For date attributes it may be a date or date arithmetic ({@code now-7d}). */
    record Text(String text) implements Value {}

    record Number(int number) implements Value {}

    /** An unquoted date, as it was written. */
    record Date(String text) implements Value {}

    record Bool(boolean bool) implements Value {}

    record Null() implements Value {}
  }
}
