// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.filter.DateMath;
import dev.baton.filter.Filter;
import dev.baton.filter.Filter.Path;
import dev.baton.filter.Filter.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Compiles filters to conditions with the semantics of {@link dev.baton.filter.DocumentFilter}.
 * Values are always bound, never part of the text of the statement.
 */
final class FilterCompiler {

  private static final String FULL_TEXT = "fulltext";
  private static final List<String> FULL_TEXT_ATTRIBUTES =
      List.of("id", "name", "description", "tags");

  private final Instant now;
  private final FullTextCondition fullTextCondition;
  private final JsonPathConditions deepPaths;
  private final AttributeVisibility attributeVisibility;
  // The conditions that are joined by 'and' with the part of the filter that is compiled now.
  // JsonPathConditions reads only the jobs that meet them.
  private Condition within = DSL.noCondition();

  FilterCompiler(
      Dialect dialect,
      Instant now,
      JsonPathConditions deepPaths,
      AttributeVisibility attributeVisibility) {
    this.now = now;
    this.attributeVisibility = attributeVisibility;
    this.fullTextCondition = new FullTextCondition(dialect);
    this.deepPaths = deepPaths;
  }

  Condition condition(Filter filter) {
    return switch (filter) {
      case Filter.All all -> all(all.parts());
      case Filter.Any any -> any(any.parts());
      case Filter.Equal equal -> equal(equal.path(), List.of(equal.value()));
      case Filter.NotEqual not -> DSL.not(equal(not.path(), List.of(not.value())));
      case Filter.In in -> equal(in.path(), in.values());
      case Filter.NotIn not -> DSL.not(equal(not.path(), not.values()));
      case Filter.Compare compare -> compare(compare);
      case Filter.Prefix prefix -> prefix(prefix);
      case Filter.FullText text -> fullText(text);
    };
  }

  /** Compiles cheap parts first, because they limit the jobs that the expensive parts must read. */
  private Condition all(List<Filter> parts) {
    Condition outer = within;
    List<Condition> conditions = new ArrayList<>();
    List<Filter> dearLast =
        parts.stream().sorted(Comparator.comparing(FilterCompiler::looksInside)).toList();
    for (Filter part : dearLast) {
      conditions.add(condition(part));
      within = outer.and(DSL.and(conditions));
    }
    within = outer;
    return DSL.and(conditions);
  }

  /** Whether some part of the filter tests values inside attributes that are stored as JSON. */
  static boolean looksInside(Filter filter) {
    return switch (filter) {
      case Filter.All all -> all.parts().stream().anyMatch(FilterCompiler::looksInside);
      case Filter.Any any -> any.parts().stream().anyMatch(FilterCompiler::looksInside);
      case Filter.Equal equal -> JsonPathConditions.isDeep(equal.path());
      case Filter.NotEqual not -> JsonPathConditions.isDeep(not.path());
      case Filter.In in -> JsonPathConditions.isDeep(in.path());
      case Filter.NotIn not -> JsonPathConditions.isDeep(not.path());
      case Filter.Compare compare -> JsonPathConditions.isDeep(compare.path());
      case Filter.Prefix prefix -> JsonPathConditions.isDeep(prefix.path());
      case Filter.FullText text -> JsonPathConditions.isDeep(text.path());
    };
  }

  private Condition inside(Path path, Filter test) {
    return deepPaths.matching(path, test, attributeVisibility.restrict(path, within));
  }

  /**
   * As {@link #equal}, for a path inside an attribute that is stored as JSON text. {@link
   * JsonPathConditions} cannot test for null, so a test for null is the negation of a test for any
   * value.
   */
  private Condition equalInside(Path path, List<Value> values) {
    List<Value> literals = values.stream().filter(value -> !(value instanceof Value.Null)).toList();
    List<Condition> conditions = new ArrayList<>();
    if (literals.size() < values.size()) {
      Filter present = new Filter.NotEqual(path, new Value.Null());
      conditions.add(DSL.not(inside(path, present)));
    }
    if (!literals.isEmpty()) {
      conditions.add(inside(path, new Filter.In(path, literals)));
    }
    return or(conditions);
  }

  /** Joins all equality tests of one attribute to one list, so that thousands of them are cheap. */
  private Condition any(List<Filter> parts) {
    Map<Path, List<Value>> equals = new LinkedHashMap<>();
    List<Condition> conditions = new ArrayList<>();
    for (Filter part : parts) {
      switch (part) {
        case Filter.Equal equal ->
            equals.computeIfAbsent(equal.path(), path -> new ArrayList<>()).add(equal.value());
        case Filter.In in ->
            equals.computeIfAbsent(in.path(), path -> new ArrayList<>()).addAll(in.values());
        default -> conditions.add(condition(part));
      }
    }
    equals.forEach((path, values) -> conditions.add(equal(path, values)));
    return or(conditions);
  }

  /**
   * Returns the attributes that a path means. The path {@code fulltext} means several attributes;
   * another path means one, or none if it cannot be searched.
   */
  private static List<Attribute> attributes(Path path) {
    return path.names().equals(List.of(FULL_TEXT))
        ? FULL_TEXT_ATTRIBUTES.stream()
            .flatMap(name -> Attribute.at(Path.of(name)).stream())
            .toList()
        : Attribute.at(path).stream().toList();
  }

  /**
   * Tests that the path has one of the values. The condition is never unknown (SQL NULL), so that
   * it can be negated.
   */
  private Condition equal(Path path, List<Value> values) {
    if (JsonPathConditions.isDeep(path)) {
      return equalInside(path, values);
    }
    List<Attribute> attributes = attributes(path);
    List<Value> literals = values.stream().filter(value -> !(value instanceof Value.Null)).toList();
    List<Condition> conditions = new ArrayList<>();
    if (literals.size() < values.size()) {
      List<Condition> present = attributes.stream().map(Attribute::isPresent).toList();
      conditions.add(DSL.not(attributeVisibility.restrict(path, or(present))));
    }
    if (!literals.isEmpty()) {
      attributes.forEach(
          a -> conditions.add(attributeVisibility.restrict(path, isIn(a, literals))));
    }
    return or(conditions);
  }

  /** Unlike jOOQ's method, returns false for an empty list. */
  private static Condition or(List<Condition> conditions) {
    return conditions.isEmpty() ? DSL.falseCondition() : DSL.or(conditions);
  }

  private Condition isIn(Attribute attribute, List<Value> values) {
    List<String> texts = values.stream().map(FilterCompiler::text).toList();
    return switch (attribute) {
      case Attribute.Text text when text.field().equals(JobTable.STATE) ->
          JobTable.isInState(texts);
      case Attribute.Text text -> known(text, text.field().in(texts));
      case Attribute.Reference ref -> known(ref, ref.column().in(withoutPrefix(texts)));
      case Attribute.Number number -> known(number, number.field().in(integers(texts)));
      case Attribute.Date date -> known(date, date.field().in(millis(values)));
      case Attribute.Listed listed -> listed.isOneOf(texts);
      case Attribute.Whole whole -> DSL.falseCondition();
    };
  }

  private static Condition known(Attribute attribute, Condition condition) {
    return DSL.and(attribute.isPresent(), condition);
  }

  /** Returns the ids of jobs as columns store them, without the texts that are no ids. */
  static List<String> withoutPrefix(List<String> texts) {
    return texts.stream()
        .filter(text -> text.startsWith(Attribute.JOB))
        .map(text -> text.substring(Attribute.JOB.length()))
        .toList();
  }

  private List<Long> millis(List<Value> values) {
    return values.stream().map(value -> DateMath.resolve(value, now).toEpochMilli()).toList();
  }

  private static List<Long> integers(List<String> texts) {
    return texts.stream()
        .map(FilterCompiler::number)
        .flatMap(Optional::stream)
        .filter(number -> number.stripTrailingZeros().scale() <= 0)
        .map(BigDecimal::longValue)
        .toList();
  }

  private Condition compare(Filter.Compare test) {
    if (JsonPathConditions.isDeep(test.path())) {
      return inside(test.path(), test);
    }
    return test.value() instanceof Value.Null
        ? DSL.falseCondition()
        : attributeVisibility.restrict(
            test.path(), or(attributes(test.path()).stream().map(a -> compare(a, test)).toList()));
  }

  private Condition compare(Attribute attribute, Filter.Compare test) {
    String literal = text(test.value());
    Filter.Comparison comparison = test.comparison();
    return switch (attribute) {
      case Attribute.Text text -> known(text, compare(text.field(), comparison, literal));
      case Attribute.Reference ref -> known(ref, compare(ref.field(), comparison, literal));
      case Attribute.Number number ->
          number(literal)
              .map(value -> known(number, compare(number.field(), comparison, value)))
              .orElse(DSL.falseCondition());
      case Attribute.Date date ->
          known(
              date,
              compare(
                  date.field(),
                  comparison,
                  (Long) DateMath.resolve(test.value(), now).toEpochMilli()));
      case Attribute.Listed listed -> listed.having(compare(listed.word(), comparison, literal));
      case Attribute.Whole whole -> DSL.falseCondition();
    };
  }

  private static <T> Condition compare(Field<T> field, Filter.Comparison comparison, T value) {
    return switch (comparison) {
      case LESS -> field.lt(value);
      case LESS_OR_EQUAL -> field.le(value);
      case GREATER -> field.gt(value);
      case GREATER_OR_EQUAL -> field.ge(value);
    };
  }

  /**
   * Compares an integer with a fraction. An integer is less than 3.5 if it is at most 3, and
   * greater if it is greater than 3.
   */
  private static Condition compare(
      Field<Long> field, Filter.Comparison comparison, BigDecimal value) {
    long floor = value.setScale(0, RoundingMode.FLOOR).longValue();
    if (value.compareTo(BigDecimal.valueOf(floor)) == 0) {
      return compare(field, comparison, (Long) floor);
    }
    return switch (comparison) {
      case LESS, LESS_OR_EQUAL -> field.le(floor);
      case GREATER, GREATER_OR_EQUAL -> field.gt(floor);
    };
  }

  private Condition prefix(Filter.Prefix test) {
    if (JsonPathConditions.isDeep(test.path())) {
      return inside(test.path(), test);
    }
    String pattern = DSL.escape(String.valueOf(JsonText.clean(test.prefix())), '!') + "%";
    Function<Field<String>, Condition> like = field -> field.like(pattern, '!');
    return attributeVisibility.restrict(
        test.path(),
        or(attributes(test.path()).stream().map(a -> onTexts(a, like, false)).toList()));
  }

  private Condition fullText(Filter.FullText test) {
    if (JsonPathConditions.isDeep(test.path())) {
      return inside(test.path(), test);
    }
    Function<Field<String>, Condition> match =
        field -> fullTextCondition.matches(field, test.query());
    return attributeVisibility.restrict(
        test.path(),
        or(attributes(test.path()).stream().map(a -> onTexts(a, match, true)).toList()));
  }

  private static Condition onTexts(
      Attribute attribute, Function<Field<String>, Condition> test, boolean numbersToo) {
    return switch (attribute) {
      case Attribute.Text text -> known(text, test.apply(text.field()));
      case Attribute.Reference ref -> known(ref, test.apply(ref.field()));
      case Attribute.Number number ->
          numbersToo
              ? known(number, test.apply(number.field().cast(String.class)))
              : DSL.falseCondition();
      case Attribute.Date date -> DSL.falseCondition();
      case Attribute.Listed listed -> listed.having(test.apply(listed.word()));
      case Attribute.Whole whole -> DSL.falseCondition();
    };
  }

  /** Returns the text that columns contain for a value. */
  static String text(Value literal) {
    String written =
        switch (literal) {
          case Value.Text text -> text.text();
          case Value.Number number -> String.valueOf(number.number());
          case Value.Date date -> date.text();
          case Value.Bool bool -> String.valueOf(bool.bool());
          case Value.Null none -> "";
        };
    // Stored texts were cleaned in the same way.
    return String.valueOf(JsonText.clean(written));
  }

  private static Optional<BigDecimal> number(String text) {
    return text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }
}
