// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;
import static dev.baton.jdbc.StatusTable.FINISHED;
import static dev.baton.jdbc.StatusTable.JOB_CREATED;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.Tables.JOB_VALUE;

import java.util.Collection;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * A condition of a search for which an index exists.
 *
 * @param table the jobs, so that the database can read the entries of the index first
 * @param condition matches the jobs
 * @param created the time of creation for the order of the jobs
 * @param isOrdered whether the index has the jobs in the order of their creation, so that a page is
 *     read without the other jobs
 * @param entries selects the entries of the index
 */
record IndexCondition(
    Table<Record> table,
    Condition condition,
    Field<Long> created,
    boolean isOrdered,
    Select<?> entries) {

  private static final String VALUE_ALIAS = "v";

  /**
   * The time of creation as an expression, so that the database does not walk all jobs in the order
   * of their creation until it has found enough.
   */
  private static final Field<Long> TIME = CREATED.plus(DSL.inline(0L));

  /** The state is one of these states, which are either all final or all not final. */
  static IndexCondition states(Set<String> states) {
    boolean areFinal = FINAL_STATES.containsAll(states);
    return new IndexCondition(
        areFinal ? FINISHED_JOBS : ACTIVE_JOBS,
        isInState(states),
        areFinal ? finished(JOB_CREATED) : active(JOB_CREATED),
        areFinal && states.size() == 1,
        areFinal
            ? DSL.selectOne().from(FINISHED).where(StatusTable.STATE.in(states))
            : DSL.selectOne().from(ACTIVE_STATUS).where(isActiveIn(states)));
  }

  /** A column has one of the values; on PostgreSQL, its index has {@link #TIME} too. */
  static <T> IndexCondition timed(Field<T> column, Collection<T> values) {
    return ofJob(column.in(values), TIME, values.size() == 1);
  }

  /** A column has one of the values; its index has nothing else. */
  static <T> IndexCondition plain(Field<T> column, Collection<T> values) {
    return ofJob(column.in(values), TIME, false);
  }

  /** The time of creation is in a range. */
  static IndexCondition created(Condition range) {
    return ofJob(range, CREATED, true);
  }

  private static IndexCondition ofJob(Condition condition, Field<Long> created, boolean isOrdered) {
    return new IndexCondition(
        JOBS, condition, created, isOrdered, DSL.selectOne().from(JOB).where(condition));
  }

  /** An attribute that is a list contains the text. */
  static IndexCondition contains(Attribute.Listed listed, String text) {
    Condition entry = listed.own().and(listed.column().eq(listed.prefix() + text));
    var rows = DSL.select(JOB_SEQ, JOB_CREATED).from(JOB_VALUE).where(entry).asTable(VALUE_ALIAS);
    Field<Long> seq = DSL.field(DSL.name(VALUE_ALIAS, JOB_SEQ.getName()), Long.class);
    return new IndexCondition(
        withStatus(rows.join(JOB).on(seq.eq(SEQ))),
        DSL.noCondition(),
        DSL.field(DSL.name(VALUE_ALIAS, JOB_CREATED.getName()), Long.class),
        true,
        DSL.selectOne().from(JOB_VALUE).where(entry));
  }

  /** Returns the number of entries, or the limit if there are more. */
  int count(DSLContext sql, int limit) {
    return sql.fetchCount(DSL.selectFrom(entries.asTable("e")).limit(limit));
  }

  SearchSource source(Condition others) {
    return new SearchSource(table, condition.and(others), created);
  }
}
