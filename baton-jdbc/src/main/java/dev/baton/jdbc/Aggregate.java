// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.Tables.JOB_VALUE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.filter.Filter;
import dev.baton.job.JobQuery;
import dev.baton.job.Timestamps;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Computes an aggregation over all jobs that meet a condition. The answers have the form of
 * Elasticsearch's answers.
 */
final class Aggregate {

  private static final int BUCKETS = 10;

  private final DSLContext sql;
  private final SearchSource jobs;
  private final Condition condition;
  private final AttributeVisibility attributeVisibility;
  private final CountKinds kinds = new CountKinds();

  Aggregate(DSLContext sql, SearchSource jobs, AttributeVisibility attributeVisibility) {
    this.sql = sql;
    this.jobs = jobs;
    this.condition = jobs.matching();
    this.attributeVisibility = attributeVisibility;
  }

  /**
   * Where the values of an attribute are stored, limited to the jobs that the aggregation covers.
   *
   * @param number the value as a number; null if the value is not a number
   * @param isDate whether documents show the number as a date
   */
  private record Source(
      Table<? extends Record> table,
      Condition condition,
      Field<?> value,
      @Nullable Field<Long> number,
      boolean isDate) {}

  /** Returns the result of the aggregation; empty if its function is unknown. */
  Optional<JsonNode> run(JobQuery.Aggregation aggregation) {
    if (aggregation.function().equals("terms") && CountKinds.canCount(jobs, aggregation.path())) {
      return Optional.of(kinds(aggregation.path()));
    }
    Optional<Attribute> attribute = Attribute.at(aggregation.path());
    Source source = attribute.map(a -> source(a, aggregation.path())).orElse(null);
    return switch (aggregation.function()) {
      case "terms" -> Optional.of(source == null ? buckets() : terms(source));
      case "min", "max", "sum", "avg" -> Optional.of(one(source, aggregation.function()));
      case "stats" -> Optional.of(stats(source));
      case "value_count" -> Optional.of(count(source, false));
      case "cardinality" -> Optional.of(count(source, true));
      case "missing" -> Optional.of(missing(attribute, aggregation.path()));
      default -> Optional.empty();
    };
  }

  private @Nullable Source source(Attribute attribute, Filter.Path path) {
    Condition visible = attributeVisibility.restrict(path, condition);
    return switch (attribute) {
      case Attribute.Text text when text.field().equals(STATE) && jobs.isUnfiltered() -> states();
      case Attribute.Text text -> source(visible, text.field(), null, false);
      case Attribute.Reference ref -> source(visible, ref.field(), null, false);
      case Attribute.Number number -> source(visible, number.field(), number.field(), false);
      case Attribute.Date date -> source(visible, date.field(), date.field(), true);
      case Attribute.Listed listed ->
          listed.table().equals(JOB_VALUE)
              ? new Source(
                  JOB_VALUE,
                  listed
                      .own()
                      .and(jobs.isAfter(JOB_SEQ))
                      .and(JOB_SEQ.in(DSL.select(SEQ).from(jobs.table()).where(visible))),
                  listed.word(),
                  null,
                  false)
              : null;
      case Attribute.Whole whole -> null;
    };
  }

  /** The states of all jobs, which the indexes of the states contain. */
  private Source states() {
    var states =
        DSL.select(StatusTable.STATE)
            .from(StatusTable.ACTIVE)
            .where(jobs.isAfter(JOB_SEQ))
            .unionAll(
                DSL.select(StatusTable.STATE)
                    .from(StatusTable.FINISHED)
                    .where(jobs.isAfter(JOB_SEQ)))
            .asTable("s");
    return new Source(states, DSL.noCondition(), StatusTable.STATE, null, false);
  }

  private Source source(
      Condition visible, Field<?> value, @Nullable Field<Long> number, boolean isDate) {
    return new Source(jobs.table(), visible.and(value.isNotNull()), value, number, isDate);
  }

  private JsonNode terms(Source source) {
    var total = DSL.count().as("total");
    var key = source.value().as("term");
    var rows =
        sql.select(key, total)
            .from(source.table())
            .where(source.condition())
            .groupBy(source.value())
            .orderBy(DSL.field(DSL.name("total")).desc(), DSL.field(DSL.name("term")).asc())
            .limit(BUCKETS)
            .fetch();
    ObjectNode answer = buckets();
    ArrayNode buckets = (ArrayNode) answer.get("buckets");
    long shown = 0;
    for (var row : rows) {
      ObjectNode bucket = buckets.addObject();
      bucket.set("key", key(row.value1(), source.isDate()));
      bucket.put("doc_count", row.value2());
      shown += row.value2();
    }
    if (rows.size() == BUCKETS) {
      long all =
          sql.selectCount().from(source.table()).where(source.condition()).fetchSingle().value1();
      answer.put("sum_other_doc_count", all - shown);
    }
    return answer;
  }

  /** As {@link #terms}, from the kinds of the jobs. */
  private JsonNode kinds(Filter.Path path) {
    ObjectNode answer = buckets();
    ArrayNode buckets = (ArrayNode) answer.get("buckets");
    long others = 0;
    for (CountKinds.CountedValue term : kinds.terms(sql, jobs.states(), path)) {
      if (buckets.size() < BUCKETS) {
        buckets.addObject().put("key", term.text()).put("doc_count", term.count());
      } else {
        others += term.count();
      }
    }
    return answer.put("sum_other_doc_count", others);
  }

  private static JsonNode key(Object value, boolean isDate) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (!(value instanceof Number number)) {
      return nodes.textNode(String.valueOf(value));
    }
    long whole = number.longValue();
    return isDate
        ? nodes.textNode(Timestamps.write(Instant.ofEpochMilli(whole)))
        : nodes.numberNode(whole);
  }

  private static ObjectNode buckets() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("doc_count_error_upper_bound", 0);
    answer.put("sum_other_doc_count", 0L);
    answer.putArray("buckets");
    return answer;
  }

  private JsonNode one(@Nullable Source source, String function) {
    ObjectNode stats = stats(source);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    return answer.set("value", stats.get(function));
  }

  private ObjectNode stats(@Nullable Source source) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (source == null || source.number() == null) {
      answer.put("count", 0L).putNull("min").putNull("max").putNull("avg");
      return answer.put("sum", 0.0);
    }
    Field<Long> number = source.number();
    var row =
        sql.select(
                DSL.count(number),
                DSL.min(number),
                DSL.max(number),
                DSL.sum(number.cast(SQLDataType.NUMERIC(38, 0))))
            .from(source.table())
            .where(source.condition())
            .fetchSingle();
    long count = row.value1();
    double sum = row.value4() == null ? 0 : row.value4().doubleValue();
    answer.put("count", count);
    put(answer, "min", row.value2());
    put(answer, "max", row.value3());
    put(answer, "avg", count == 0 ? null : (Number) (sum / count));
    return answer.put("sum", sum);
  }

  private static void put(ObjectNode answer, String name, @Nullable Number value) {
    if (value == null) {
      answer.putNull(name);
    } else {
      answer.put(name, value.doubleValue());
    }
  }

  private JsonNode count(@Nullable Source source, boolean distinct) {
    long count = 0;
    if (source != null) {
      Field<Integer> counted =
          distinct ? DSL.countDistinct(source.value()) : DSL.count(source.value());
      count =
          sql.select(counted).from(source.table()).where(source.condition()).fetchSingle().value1();
    }
    return JsonNodeFactory.instance.objectNode().put("value", count);
  }

  private JsonNode missing(Optional<Attribute> attribute, Filter.Path path) {
    Condition isMissing =
        attribute
            .map(a -> DSL.not(attributeVisibility.restrict(path, a.isPresent())))
            .orElse(DSL.trueCondition());
    long count = sql.fetchCount(jobs.table(), condition.and(isMissing));
    return JsonNodeFactory.instance.objectNode().put("doc_count", count);
  }
}
