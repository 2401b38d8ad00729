// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.StatisticsTables.*;
import static dev.baton.jdbc.Tables.EVENT_BATCH;
import static dev.baton.jdbc.Tables.NUMBER;

import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.statistics.CountEvents;
import dev.baton.statistics.FailureGroup;
import dev.baton.statistics.JobSeries;
import dev.baton.statistics.JobStatistics;
import dev.baton.statistics.StatisticsQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the counts of jobs, and decides when events are counted. */
final class JdbcJobStatistics implements JobStatistics {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcJobStatistics.class);

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
    List<JobEvent> events = history.after(position.number(), MAX_EVENTS);
    boolean samples = CountEvents.minute(Instant.ofEpochMilli(position.now())) > position.sampled();
    if (events.isEmpty() && !samples) {
      return false;
    }
    boolean stored = store(position, events, samples);
    return stored && StoreCounts.isFull(events);
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
  public JobSeries series(StatisticsQuery query, int actions) {
    return database.read(sql -> new ReadCounts(sql, query).series(countedUntil(sql), actions));
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
    return database.read(sql -> new ReadFailures(sql, query).groups(limit));
  }
}
