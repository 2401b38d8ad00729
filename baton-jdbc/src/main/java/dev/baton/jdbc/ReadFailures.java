// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ACTION;
import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.StatisticsTables.*;

import dev.baton.access.Right;
import dev.baton.job.JobId;
import dev.baton.service.Batches;
import dev.baton.statistics.FailureGroup;
import dev.baton.statistics.RankedFailures;
import dev.baton.statistics.RankedFailures.Cause;
import dev.baton.statistics.StatisticsQuery;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Reads the most frequent failures. The database adds up the rows, so that the number of rows that
 * are read depends on the number of groups and steps, and not on the number of stored causes.
 */
final class ReadFailures {

  private static final int BATCH = 1000;

  private final DSLContext sql;
  private final StatisticsQuery query;

  ReadFailures(DSLContext sql, StatisticsQuery query) {
    this.sql = sql;
    this.query = RankedFailures.inPeriods(query);
  }

  List<FailureGroup> groups(int limit) {
    RankedFailures ranked = new RankedFailures(query, totals(limit));
    if (!ranked.causes().isEmpty()) {
      addTrends(ranked);
      addExamples(ranked);
    }
    return ranked.groups();
  }

  private List<RankedFailures.Total> totals(int limit) {
    Field<Long> first = DSL.min(FIRST_TIME);
    Field<Long> last = DSL.max(LAST_TIME);
    // The name differs from that of the column, because an order by the name means the sum.
    Field<Long> count = DSL.sum(FAILURES).cast(SQLDataType.BIGINT).as("failure_sum");
    return sql.select(ACTION, FINGERPRINT, count, first, last)
        .from(FAILURE_COUNT)
        .where(SelectCounts.of(query))
        .groupBy(ACTION, FINGERPRINT)
        .orderBy(count.desc(), last.desc(), ACTION.asc(), FINGERPRINT.asc())
        .limit(limit)
        .fetch(row ->
            new RankedFailures.Total(
                new Cause(row.value1(), row.value2()),
                row.value3(),
                Instant.ofEpochMilli(row.value4()),
                Instant.ofEpochMilli(row.value5())));
  }

  private Condition isOf(RankedFailures ranked) {
    return SelectCounts.of(query)
        .and(
            DSL.row(ACTION, FINGERPRINT)
                .in(
                    ranked.causes().stream()
                        .map(cause -> DSL.row(cause.action(), cause.fingerprint()))
                        .toList()));
  }

  private void addTrends(RankedFailures ranked) {
    Field<Long> stepMinute = SelectCounts.stepMinute(query);
    sql.select(ACTION, FINGERPRINT, stepMinute, sum(FAILURES))
        .from(FAILURE_COUNT)
        .where(isOf(ranked))
        .groupBy(ACTION, FINGERPRINT, stepMinute)
        .forEach(
            row -> ranked.add(new Cause(row.value1(), row.value2()), row.value3(), row.value4()));
  }

  private void addExamples(RankedFailures ranked) {
    Field<Integer> place =
        DSL.rowNumber()
            .over(DSL.partitionBy(ACTION, FINGERPRINT).orderBy(LAST_TIME.desc()))
            .as("place");
    var newest =
        DSL.select(ACTION, FINGERPRINT, LAST_TIME, EXAMPLE, PATTERN, MESSAGE, place)
            .from(FAILURE_COUNT)
            .where(isOf(ranked))
            .asTable("newest");
    List<? extends Record> examples =
        sql.select(ACTION, FINGERPRINT, EXAMPLE, PATTERN, MESSAGE)
            .from(newest)
            .where(DSL.field(DSL.name("place"), Integer.class).le(RankedFailures.EXAMPLES))
            .orderBy(LAST_TIME.desc())
            .fetch();
    Set<String> visible = visibleNow(examples);
    for (Record row : examples) {
      if (query.visibleTo() == null || visible.contains(row.get(EXAMPLE))) {
        ranked.example(
            new Cause(row.get(ACTION), row.get(FINGERPRINT)),
            new FailureGroup.Example(
                new JobId(row.get(EXAMPLE)), row.get(PATTERN), row.get(MESSAGE)));
      }
    }
  }

  /** Returns the jobs that exist and whose data the principals of the query may view now. */
  private Set<String> visibleNow(List<? extends Record> examples) {
    Set<String> visible = new HashSet<>();
    if (query.visibleTo() != null) {
      List<String> ids = examples.stream().map(row -> row.get(EXAMPLE)).distinct().toList();
      for (List<String> some : Batches.of(ids, BATCH)) {
        visible.addAll(
            sql.select(ID)
                .from(JOB)
                .where(ID.in(some))
                .and(Acls.gives(Right.VIEW_DATA, query.visibleTo()))
                .fetchSet(ID));
      }
    }
    return visible;
  }
}
