// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.Tables.ACL_RIGHT;
import static dev.baton.jdbc.Tables.ATTRIBUTE;
import static dev.baton.jdbc.Tables.GRANTED;
import static dev.baton.jdbc.Tables.JOB_VALUE;
import static dev.baton.jdbc.Tables.PRINCIPAL;
import static dev.baton.jdbc.Tables.WORD;

import dev.baton.access.Right;
import dev.baton.filter.Filter;
import dev.baton.job.JobAttribute;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobLabels;
import dev.baton.job.SpecValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** An attribute of a job document, with its place in the tables. */
sealed interface Attribute {

  /** The prefix of job ids in documents. Columns store the ids without it. */
  String JOB = "job/";

  /** Matches the jobs in which the attribute has at least one value. */
  Condition isPresent();

  /** A text. Conditions compare it exactly, with upper and lower case. */
  record Text(Field<String> field) implements Attribute {
    @Override
    public Condition isPresent() {
      return field.isNotNull();
    }
  }

  /** The id of a job. The column stores it without the prefix. */
  record Reference(Field<String> column) implements Attribute {
    @Override
    public Condition isPresent() {
      return column.isNotNull();
    }

    Field<String> field() {
      return DSL.concat(DSL.inline(JOB), column);
    }
  }

  record Number(Field<Long> field) implements Attribute {

    static Number of(Field<Integer> field) {
      return new Number(field.coerce(SQLDataType.BIGINT));
    }

    @Override
    public Condition isPresent() {
      return field.isNotNull();
    }
  }

  /** A time, in milliseconds since 1970. */
  record Date(Field<Long> field) implements Attribute {
    @Override
    public Condition isPresent() {
      return field.isNotNull();
    }
  }

  /**
   * Several texts, each in a row of another table.
   *
   * @param column the column that contains the texts
   * @param prefix the start of each value of the column; it is not a part of the text
   * @param own matches the rows of the other table that belong to this attribute
   * @param key the column of the other table that refers to the job
   * @param jobKey the column of the job table to which {@code key} refers
   */
  record Listed(
      Field<String> column,
      String prefix,
      Table<? extends Record> table,
      Condition own,
      Field<Long> key,
      Field<Long> jobKey)
      implements Attribute {

    /** Creates an attribute whose texts {@link ListValues} stores. */
    static Listed of(String attribute) {
      return of("", ATTRIBUTE.eq(DSL.inline(attribute)));
    }

    /**
     * Creates the attribute for the label with this key. The condition compares a range of words,
     * so that databases use the index.
     */
    static Listed label(String attribute, String key) {
      String prefix = ListValues.labelPrefix(key);
      Condition own = ATTRIBUTE.eq(DSL.inline(attribute));
      // The character '>' follows '=', so the range contains exactly the words that begin with the
      // key and '='.
      return of(prefix, own.and(WORD.ge(prefix)).and(WORD.lt(key + ">")));
    }

    private static Listed of(String prefix, Condition own) {
      return new Listed(WORD, prefix, JOB_VALUE, own, JOB_SEQ, SEQ);
    }

    /** Returns the text of a row, without the prefix. */
    Field<String> word() {
      // Inline, because PostgreSQL regards expressions with different parameters as different, and
      // GROUP BY must repeat the expression.
      return prefix.isEmpty() ? column : DSL.substring(column, DSL.inline(prefix.length() + 1));
    }

    Condition isOneOf(List<String> texts) {
      return having(column.in(texts.stream().map(text -> prefix + text).toList()));
    }

    /** Matches the jobs in which at least one text meets the condition. */
    Condition having(Condition condition) {
      return jobKey.in(DSL.select(key).from(table).where(own).and(condition));
    }

    @Override
    public Condition isPresent() {
      return having(DSL.noCondition());
    }

    /** Combines the texts of a job to one text, such as the smallest, for sorting. */
    Field<String> one(Function<Field<String>, Field<String>> choice) {
      return DSL.field(DSL.select(choice.apply(word())).from(table).where(own).and(key.eq(jobKey)));
    }
  }

  /** An object, which is present or absent and cannot be compared. */
  record Whole(Condition isPresent) implements Attribute {}

  /**
   * Returns the attribute at a path; empty if jobs have no such attribute or it cannot be searched.
   */
  static Optional<Attribute> at(Filter.Path path) {
    Attribute known = Known.BY_PATH.get(path.toString());
    return known != null ? Optional.of(known) : label(path);
  }

  private static Optional<Attribute> label(Filter.Path path) {
    List<String> names = path.names();
    return names.size() == 2
            && Known.LABELS.contains(names.getFirst())
            && JobLabels.isKey(names.getLast())
        ? Optional.of(Listed.label(names.getFirst(), names.getLast()))
        : Optional.empty();
  }

  /** Maps each path to its attribute. */
  final class Known {

    static final Map<String, Attribute> BY_PATH = byPath();
    static final Set<String> LABELS =
        JobAttributes.names(each -> each.value() instanceof SpecValue.Labels);

    private Known() {}

    private static Map<String, Attribute> byPath() {
      Map<String, Attribute> all = new HashMap<>();
      putSpec(all);
      putStatus(all);
      putAcl(all);
      putOrigin(all);
      all.put("id", new Reference(ID));
      all.put("resource-type", new Text(DSL.inline("job")));
      all.put("created", new Date(CREATED));
      all.put("updated", new Date(UPDATED));
      all.put("created-by", new Text(CREATED_BY));
      all.put("updated-by", new Text(UPDATED_BY));
      all.put("revision", new Number(REVISION));
      return Map.copyOf(all);
    }

    private static void putSpec(Map<String, Attribute> all) {
      Condition retries = MAX_ATTEMPTS.ne(DSL.inline(1)).or(BACKOFF.isNotNull());
      Listed affected = Listed.of(ListValues.AFFECTED);
      JobAttributes.ofSpec().forEach(attribute -> put(all, attribute));
      all.put("target-resource", new Whole(TARGET.isNotNull()));
      all.put("target-resource/href", new Text(TARGET));
      all.put("affected-resources", new Whole(affected.isPresent()));
      all.put("affected-resources/href", affected);
      all.put("parent-job", new Reference(PARENT));
      all.put("max-attempts", Number.of(DSL.when(retries, MAX_ATTEMPTS)));
      all.put("backoff", new Whole(retries));
    }

    private static void put(Map<String, Attribute> all, JobAttribute attribute) {
      String name = attribute.name();
      String column = SpecColumn.column(attribute);
      switch (attribute.specValue()) {
        case SpecValue.Text text -> all.put(name, new Text(text(column)));
        case SpecValue.Number number -> all.put(name, Number.of(shown(column, number.hidden())));
        case SpecValue.Moment moment -> all.put(name, new Date(number(column)));
        case SpecValue.Words words -> all.put(name, Listed.of(name));
        case SpecValue.Labels labels -> all.put(name, new Whole(text(column).isNotNull()));
        case SpecValue.Composed composed -> {}
      }
    }

    private static Field<Integer> shown(String column, @Nullable Integer hidden) {
      Field<Integer> field = integer(column);
      return hidden == null ? field : DSL.nullif(field, DSL.inline(hidden));
    }

    private static void putStatus(Map<String, Attribute> all) {
      all.put("state", new Text(STATE));
      all.put("progress", Number.of(PROGRESS));
      all.put("time-of-status-change", new Date(TIME_OF_STATUS_CHANGE));
      all.put("return-code", Number.of(RETURN_CODE));
      all.put("started", new Date(STARTED));
      all.put("ended", new Date(ENDED));
      all.put("duration", new Number(seconds(ENDED.minus(STARTED))));
      all.put("attempt", Number.of(ATTEMPT));
      all.put("failures", Number.of(FAILURES));
      all.put("takeovers", Number.of(TAKEOVERS));
      all.put("owner", new Text(OWNER));
      all.put("token", new Number(TOKEN));
      all.put("result", new Whole(RESULT.isNotNull()));
      all.put("last-error", new Text(LAST_ERROR));
      all.put(ListValues.ERROR_PATTERN, Listed.of(ListValues.ERROR_PATTERN));
      all.put("output", new Text(OUTPUT));
      all.put("parked", new Whole(PARKED.ne(DSL.inline(0))));
      all.put("nested-jobs", Listed.of(ListValues.NESTED));
      all.put("location", new Whole(LOCATION.isNotNull()));
    }

    private static void putOrigin(Map<String, Attribute> all) {
      all.put("origin", new Whole(DSL.trueCondition()));
      all.put("origin/owner", new Text(ORIGIN_OWNER));
      all.put("origin/distribution", new Text(DISTRIBUTION));
      all.put("origin/child-key", new Text(CHILD_KEY));
      all.put("origin/awaited", new Whole(AWAITED.ne(DSL.inline(0))));
      all.put("origin/retry-of", new Reference(RETRY_OF));
      all.put("origin/retried-by", new Reference(RETRIED_BY));
    }

    private static void putAcl(Map<String, Attribute> all) {
      all.put("acl", new Whole(DSL.trueCondition()));
      all.put("acl/owners", granted(Acls.OWNERS));
      for (Right right : Right.values()) {
        all.put("acl/" + right.apiName(), granted(Acls.GIVEN + right.apiName()));
      }
    }

    private static Field<Long> seconds(Field<Long> millis) {
      return DSL.floor(millis.div(DSL.inline(1000L))).cast(SQLDataType.BIGINT);
    }

    private static Listed granted(String granted) {
      // Both tables have a column named acl_id, so the column is named with its table.
      return new Listed(
          PRINCIPAL,
          "",
          ACL_RIGHT,
          GRANTED.eq(DSL.inline(granted)),
          DSL.field(DSL.name("baton_acl_right", "acl_id"), SQLDataType.BIGINT),
          DSL.field(DSL.name("baton_job", "acl_id"), SQLDataType.BIGINT));
    }
  }
}
