// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ACTION;
import static dev.baton.jdbc.StatisticsTables.*;

import dev.baton.statistics.JobFigure;
import dev.baton.statistics.JobSeries;
import dev.baton.statistics.StatisticsQuery;
import dev.baton.statistics.SumCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Reads counts over time. The database adds up the rows of each step, so that the number of rows
 * that are read depends on the steps and not on the number of access control lists.
 */
final class ReadCounts {

  private static final Field<Long> BUSY = JobTable.number("busy");

  private final DSLContext sql;
  private final StatisticsQuery query;
  private final Field<Long> stepMinute;
  private final SumCounts sums;

  ReadCounts(DSLContext sql, StatisticsQuery query) {
    this.sql = sql;
    this.query = query;
    this.stepMinute = SelectCounts.stepMinute(query);
    this.sums = new SumCounts(query);
  }

  JobSeries series(Instant countedUntil, int actions) {
    sql.select(AT_MINUTE, COMPLETE)
        .from(WAITING_SAMPLE)
        .where(AT_MINUTE.between(query.firstMinute(), query.endMinute() - 1))
        .orderBy(AT_MINUTE)
        .forEach(row -> sums.sample(row.value1(), row.value2() != 0));
    addTotals();
    List<String> busiest = actions == 0 ? List.of() : busiest(actions + 1);
    List<String> shown = busiest.subList(0, Math.min(actions, busiest.size()));
    if (!shown.isEmpty()) {
      addActions(shown);
    }
    return sums.series(countedUntil, shown, busiest.size() > shown.size());
  }

  private void addTotals() {
    sql.select(sumsWith(stepMinute))
        .from(JOB_COUNT)
        .where(SelectCounts.of(query))
        .groupBy(stepMinute)
        .forEach(row -> add(sums.counts(row.get(stepMinute)), row));
    sql.select(AT_MINUTE, sum(WAITING), DSL.min(OLDEST))
        .from(WAITING_COUNT)
        .where(isShownSample())
        .groupBy(AT_MINUTE)
        .forEach(row -> sums.waiting(row.value1(), waiting(row.value2(), row.value3())));
  }

  private void addActions(List<String> shown) {
    sql.select(sumsWith(stepMinute, ACTION))
        .from(JOB_COUNT)
        .where(SelectCounts.of(query))
        .and(ACTION.in(shown))
        .groupBy(stepMinute, ACTION)
        .forEach(row -> add(sums.counts(row.get(stepMinute), row.get(ACTION)), row));
    sql.select(AT_MINUTE, ACTION, sum(WAITING), DSL.min(OLDEST))
        .from(WAITING_COUNT)
        .where(isShownSample())
        .and(ACTION.in(shown))
        .groupBy(AT_MINUTE, ACTION)
        .forEach(
            row -> sums.waiting(row.value1(), row.value2(), waiting(row.value3(), row.value4())));
  }

  private static List<SelectFieldOrAsterisk> sumsWith(Field<?>... keys) {
    List<SelectFieldOrAsterisk> fields = new ArrayList<>(List.of(keys));
    SUMS.forEach(column -> fields.add(sum(column)));
    return fields;
  }

  private Condition isShownSample() {
    return AT_MINUTE.in(sums.sampleMinutes()).and(SelectCounts.of(query));
  }

  private static JobSeries.Waiting waiting(Long jobs, Long oldest) {
    return new JobSeries.Waiting(jobs, Instant.ofEpochMilli(oldest));
  }

  private List<String> busiest(int limit) {
    Field<Long> posted = Objects.requireNonNull(FIGURES.get(JobFigure.POSTED));
    Field<Long> started = Objects.requireNonNull(FIGURES.get(JobFigure.STARTED));
    var rows =
        DSL.select(ACTION, posted.plus(started).as(BUSY))
            .from(JOB_COUNT)
            .where(SelectCounts.of(query))
            .unionAll(
                DSL.select(ACTION, DSL.inline(1L, SQLDataType.BIGINT).as(BUSY))
                    .from(WAITING_COUNT)
                    .where(SelectCounts.of(query)))
            .asTable("work");
    return sql.select(ACTION)
        .from(rows)
        .groupBy(ACTION)
        .orderBy(DSL.sum(BUSY).desc(), ACTION)
        .limit(limit)
        .fetch(ACTION);
  }
}
