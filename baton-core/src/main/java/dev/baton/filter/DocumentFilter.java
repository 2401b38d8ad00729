// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter.Comparison;
import dev.baton.filter.Filter.Path;
import dev.baton.filter.Filter.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a document matches a filter. This is the reference for the meaning of the filter
 * language: stores that compile filters to their own query language must give the same results.
 *
 * <p>If an attribute, or an attribute on the path to it, is an array, the attribute has the values
 * of all members. A number in quotes in the filter equals the number in the document, and a number
 * in the filter equals its digits as text in the document. Text is ordered by code point, which is
 * the order of its UTF-8 bytes. Text that is not a number is neither equal to, less than nor
 * greater than a number. A word of a full-text query matches in a value where no letter, digit or
 * underscore comes directly before it or, unless the word ends in {@code *}, directly after it.
 */
public final class DocumentFilter {

  private final Instant now;

  /**
   * @param now the moment that {@code now} in a filter denotes
   */
  public DocumentFilter(Instant now) {
    this.now = now;
  }

  /**
   * Whether one document matches the filter.
   *
   * @throws InvalidInputException if a date attribute is compared with a value that is not a date
   */
  public boolean matches(Filter filter, ObjectNode document) {
    return switch (filter) {
      case Filter.All all -> all.parts().stream().allMatch(part -> matches(part, document));
      case Filter.Any any -> any.parts().stream().anyMatch(part -> matches(part, document));
      case Filter.Equal equal -> equal(document, equal.path(), equal.value());
      case Filter.NotEqual not -> !equal(document, not.path(), not.value());
      case Filter.In in -> in(document, in.path(), in.values());
      case Filter.NotIn not -> !in(document, not.path(), not.values());
      case Filter.Compare compare -> compare(document, compare);
      case Filter.Prefix prefix ->
          !DateMath.isDate(prefix.path())
              && DocumentValues.at(document, prefix.path()).stream()
                  .anyMatch(v -> v.isTextual() && v.textValue().startsWith(prefix.prefix()));
      case Filter.FullText text ->
          !DateMath.isDate(text.path())
              && DocumentValues.at(document, text.path()).stream()
                  .filter(JsonNode::isValueNode)
                  .anyMatch(v -> TextComparison.match(text.query(), v.asText()));
    };
  }

  private boolean in(ObjectNode document, Path path, List<Value> values) {
    return values.stream().anyMatch(value -> equal(document, path, value));
  }

  private boolean equal(ObjectNode document, Path path, Value wanted) {
    List<JsonNode> values = DocumentValues.at(document, path);
    if (wanted instanceof Value.Null) {
      return values.isEmpty();
    }
    return values.stream()
        .filter(JsonNode::isValueNode)
        .anyMatch(value -> order(path, value, wanted).filter(order -> order == 0).isPresent());
  }

  private boolean compare(ObjectNode document, Filter.Compare test) {
    return DocumentValues.at(document, test.path()).stream()
        .filter(JsonNode::isValueNode)
        .map(value -> order(test.path(), value, test.value()))
        .flatMap(Optional::stream)
        .anyMatch(order -> holds(test.comparison(), order));
  }

  private static boolean holds(Comparison comparison, int order) {
    return switch (comparison) {
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  /**
   * Compares a value of a document with a literal of the filter. Negative if the value is less;
   * empty if the two cannot be compared.
   */
  private Optional<Integer> order(Path path, JsonNode value, Value literal) {
    if (DateMath.isDate(path)) {
      Instant moment = DateMath.resolve(literal, now);
      return DocumentValues.moment(value).map(at -> at.compareTo(moment));
    }
    String text = text(literal);
    if (value.isNumber()) {
      return number(text)
          .flatMap(number -> DocumentValues.decimal(value).map(known -> known.compareTo(number)));
    }
    return Optional.of(TextComparison.compare(value.asText(), text));
  }

  private static String text(Value literal) {
    return switch (literal) {
      case Value.Text text -> text.text();
      case Value.Number number -> String.valueOf(number.number());
      case Value.Date date -> date.text();
      case Value.Bool bool -> String.valueOf(bool.bool());
      case Value.Null none -> "";
    };
  }

  private static Optional<BigDecimal> number(String text) {
    // The length is bounded, because long exponents and very many digits are expensive to compare.
    if (!text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")) {
      return Optional.empty();
    }
    return Optional.of(new BigDecimal(text));
  }
}
