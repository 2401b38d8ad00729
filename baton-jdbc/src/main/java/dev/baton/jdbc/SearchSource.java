// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import org.jooq.Condition;
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
 */
record SearchSource(Table<Record> table, Condition condition, Field<Long> created, long after) {

  /** The jobs that meet the condition; the database chooses the index. */
  static SearchSource of(Condition condition) {
    return new SearchSource(JobTable.JOBS, condition, JobTable.CREATED, 0);
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
    return seq == 0 ? this : new SearchSource(JobTable.jobsAfter(seq), condition, created, seq);
  }

  /** Limits the references to jobs in another table to the row numbers of these jobs. */
  Condition isAfter(Field<Long> jobSeq) {
    return after == 0 ? DSL.noCondition() : jobSeq.gt(after);
  }
}
