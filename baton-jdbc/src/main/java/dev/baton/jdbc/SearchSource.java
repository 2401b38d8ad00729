// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ACTIVE_STATUS;
import static dev.baton.jdbc.JobTable.FINAL_STATES;
import static dev.baton.jdbc.JobTable.isActiveIn;

import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Where a search reads jobs from.
 *
 * @param table the jobs with their status, and perhaps further tables
 * @param condition matches the jobs of the search
 * @param created the time of creation for the order; it decides which index the database uses
 * @param after only jobs with larger row numbers are read; 0 if all are
 * @param states the states of the jobs if the search has no other condition; empty if it has
 * @param isCut whether only the start of the jobs is read, so that they cannot be counted here
 */
record SearchSource(
    Table<Record> table,
    Condition condition,
    Field<Long> created,
    long after,
    Set<String> states,
    boolean isCut) {

  SearchSource {
    states = Set.copyOf(states);
  }

  SearchSource(Table<Record> table, Condition condition, Field<Long> created) {
    this(table, condition, created, 0, Set.of(), false);
  }

  /** The jobs that meet the condition; the database chooses the index. */
  static SearchSource of(Condition condition) {
    return new SearchSource(JobTable.JOBS, condition, JobTable.CREATED);
  }

  /** The same jobs; their state is the only condition. */
  SearchSource ofStates(Set<String> only) {
    return new SearchSource(table, condition, created, after, only, isCut);
  }

  /** The start of the same jobs: those that meet a further condition. */
  SearchSource cutTo(Condition start) {
    return new SearchSource(table, condition.and(start), created, after, states, true);
  }

  /** Whether no filter and no access control list limits the jobs. */
  boolean isUnfiltered() {
    return condition.equals(DSL.noCondition());
  }

  /** Matches the jobs of the search in the table. */
  Condition matching() {
    return condition.and(isAfter(JobTable.SEQ));
  }

  /** The same jobs, without those whose row numbers are not larger. */
  SearchSource after(long seq) {
    return seq == 0
        ? this
        : new SearchSource(JobTable.jobsAfter(seq), condition, created, seq, Set.of(), isCut);
  }

  /** Limits the references to jobs in another table to the row numbers of these jobs. */
  Condition isAfter(Field<Long> jobSeq) {
    return after == 0 ? DSL.noCondition() : jobSeq.gt(after);
  }

  /**
   * Counts the jobs. If only their state counts, reads the tables of the status alone.
   *
   * @param limit the count ends at this number; 0 counts all jobs
   */
  long count(DSLContext sql, int limit) {
    if (states.isEmpty()) {
      return count(sql, table, matching(), limit);
    }
    boolean areAllFinal = FINAL_STATES.containsAll(states);
    boolean areAllActive = states.stream().noneMatch(FINAL_STATES::contains);
    return (areAllFinal ? 0 : count(sql, ACTIVE_STATUS, isActiveIn(states), limit))
        + (areAllActive ? 0 : count(sql, StatusTable.FINISHED, isFinishedIn(states), limit));
  }

  private static Condition isFinishedIn(Set<String> states) {
    return StatusTable.STATE.in(states);
  }

  private static long count(DSLContext sql, Table<?> table, Condition condition, int limit) {
    return limit == 0
        ? sql.fetchCount(table, condition)
        : sql.fetchCount(DSL.selectOne().from(table).where(condition).limit(limit));
  }
}
