// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ACTION;
import static dev.baton.jdbc.StatisticsTables.*;
import static dev.baton.jdbc.Tables.EVENT_BATCH;
import static dev.baton.jdbc.Tables.NUMBER;

import dev.baton.access.Right;
import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.statistics.CountEvents;
import dev.baton.statistics.FailureGroup;
import dev.baton.statistics.JobSeries;
import dev.baton.statistics.JobStatistics;
import dev.baton.statistics.StatisticsQuery;
import dev.baton.statistics.SumCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the counts of jobs, and decides when events are counted. */
final class JdbcJobStatistics implements JobStatistics {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcJobStatistics.class);
  private static final int PAGE = 5000;

  private final Database database;
  private final JobHistory history;

  JdbcJobStatistics(Database database, JobHistory history) {
    this.database = database;
    this.history = history;
  }

  @Override
  public boolean collect(Duration interval) {
    StoreCounts.Position position = database.read(this::position);
    if (position.now() - position.counted() < interval.toMillis()) {
      return false;
    }
    List<JobEvent> events = history.after(position.number(), PAGE);
    boolean samples = CountEvents.minute(Instant.ofEpochMilli(position.now())) > position.sampled();
    if (events.isEmpty() && !samples) {
      return false;
    }
    boolean stored = store(position, events, samples);
    return stored && events.size() == PAGE;
  }

  private boolean store(StoreCounts.Position position, List<JobEvent> events, boolean samples) {
    CountEvents<Long> counts = database.read(sql -> CountedJobs.count(sql, events));
    try {
      return database.write(sql -> new StoreCounts(sql, position).run(events, counts, samples));
    } catch (SqlErrors.DuplicateException e) {
      LOG.debug("another process counts the same events: position={}", position.number(), e);
      return false;
    }
  }

  private StoreCounts.Position position(DSLContext sql) {
    long now = database.now(sql);
    return sql.select(NUMBER, COUNTED, SAMPLED)
        .from(COUNTED_EVENT)
        .fetchOptional(
            row -> new StoreCounts.Position(row.value1(), row.value2(), row.value3(), now))
        .orElseGet(() -> StoreCounts.Position.start(now));
  }

  @Override
  public JobSeries series(StatisticsQuery query) {
    SumCounts sums = new SumCounts(query);
    long from = CountEvents.minute(query.from());
    long to = CountEvents.minute(query.to());
    return database.read(sql -> {
      sql.select(COUNTS)
          .from(JOB_COUNT)
          .where(AT_MINUTE.between(from, to))
          .and(isSelected(query))
          .forEach(row -> StoreCounts.add(sums.counts(row.get(AT_MINUTE), row.get(ACTION)), row));
      sql.select(AT_MINUTE, COMPLETE)
          .from(WAITING_SAMPLE)
          .where(AT_MINUTE.between(from, to))
          .orderBy(AT_MINUTE)
          .forEach(row -> sums.sample(row.value1(), row.value2() != 0));
      sql.select(AT_MINUTE, ACTION, WAITING, OLDEST)
          .from(WAITING_COUNT)
          .where(AT_MINUTE.between(from, to))
          .and(isSelected(query))
          .forEach(row ->
              sums.waiting(
                  row.value1(),
                  row.value2(),
                  new JobSeries.Waiting(row.value3(), Instant.ofEpochMilli(row.value4()))));
      return sums.series(countedUntil(sql));
    });
  }

  /** If every event is counted, that is now, although nothing was counted lately. */
  private Instant countedUntil(DSLContext sql) {
    StoreCounts.Position position = position(sql);
    Long last = sql.select(DSL.max(NUMBER)).from(EVENT_BATCH).fetchSingle().value1();
    boolean isAll = last == null || last <= EventBatch.batchOf(position.number());
    return Instant.ofEpochMilli(isAll ? position.now() : position.counted());
  }

  @Override
  public List<FailureGroup> failures(StatisticsQuery query, int limit) {
    StatisticsQuery inPeriods = SumCounts.inPeriods(query);
    SumCounts sums = new SumCounts(inPeriods);
    database.read(sql -> {
      sql.select(FAILURE_COUNTS)
          .from(FAILURE_COUNT)
          .where(
              AT_MINUTE.between(
                  CountEvents.minute(inPeriods.from()), CountEvents.minute(inPeriods.to())))
          .and(isSelected(query))
          .forEach(row ->
              sums.failures(
                  row.get(AT_MINUTE),
                  row.get(ACTION),
                  row.get(FINGERPRINT),
                  StoreCounts.failure(row)));
      return true;
    });
    return sums.groups(limit);
  }

  private static Condition isSelected(StatisticsQuery query) {
    Condition visible = Acls.gives(Right.VIEW_DATA, query.visibleTo());
    return query.action() == null ? visible : visible.and(ACTION.eq(query.action()));
  }
}
