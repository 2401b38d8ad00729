// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ACL_ID;
import static dev.baton.jdbc.JobTable.ACTION;
import static dev.baton.jdbc.StatisticsTables.*;
import static dev.baton.jdbc.Tables.NUMBER;

import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.statistics.CountEvents;
import dev.baton.statistics.CountKey;
import dev.baton.statistics.FailureCount;
import dev.baton.statistics.FailureKey;
import dev.baton.statistics.JobCounts;
import dev.baton.statistics.JobStatistics;
import dev.baton.statistics.TimeHistogram;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Adds the counts of events to the stored counts, and moves the position behind these events, in
 * one transaction. If another process has moved the position, that process has counted the events,
 * and this transaction changes nothing.
 */
final class StoreCounts {

  private final DSLContext sql;
  private final Position position;

  /**
   * Which events are counted.
   *
   * @param number the number of the last counted event
   * @param counted until when the events are counted, in milliseconds since 1970: when a process
   *     counted last, or the time of the last counted event if there were more events
   * @param sampled in which minute the waiting jobs were sampled last
   * @param now the time of the database, in milliseconds since 1970
   */
  record Position(long number, long counted, long sampled, long now) {
    /** The position before the first event, when no position is stored. */
    static Position start(long now) {
      return new Position(0, 0, 0, now);
    }

    boolean isStart() {
      return counted == 0;
    }

    long minute() {
      return CountEvents.minute(Instant.ofEpochMilli(now));
    }
  }

  StoreCounts(DSLContext sql, Position position) {
    this.sql = sql;
    this.position = position;
  }

  /** Whether there may be more events than these. */
  static boolean isFull(List<JobEvent> events) {
    return events.size() == JobStatistics.MAX_EVENTS;
  }

  /** Returns whether the counts were stored. */
  boolean run(List<JobEvent> events, CountEvents<Long> counts, boolean samples) {
    if (!move(events, samples)) {
      return false;
    }
    addCounts(counts.counts());
    addFailures(counts.failures());
    if (samples) {
      SampleWaitingJobs.run(sql, position.now(), JobStatistics.MAX_SAMPLE);
      removeOld();
    }
    return true;
  }

  /** The update of the only row also locks it, so that processes store their counts in turn. */
  private boolean move(List<JobEvent> events, boolean samples) {
    Map<Field<?>, Object> moved = new HashMap<>();
    moved.put(NUMBER, events.isEmpty() ? position.number() : events.getLast().number());
    moved.put(COUNTED, isFull(events) ? events.getLast().at().toEpochMilli() : position.now());
    moved.put(SAMPLED, samples ? position.minute() : position.sampled());
    if (position.isStart()) {
      moved.put(SINGLETON, 1);
      return sql.insertInto(COUNTED_EVENT).set(moved).execute() == 1;
    }
    return sql.update(COUNTED_EVENT)
            .set(moved)
            .where(NUMBER.eq(position.number()))
            .and(COUNTED.eq(position.counted()))
            .and(SAMPLED.eq(position.sampled()))
            .execute()
        == 1;
  }

  /** Creates new sums and does not change the counts, because a transaction may be repeated. */
  private void addCounts(Map<CountKey<Long>, JobCounts> counts) {
    Set<Long> minutes = counts.keySet().stream().map(CountKey::minute).collect(Collectors.toSet());
    Set<Long> lists = counts.keySet().stream().map(CountKey::access).collect(Collectors.toSet());
    Map<CountKey<Long>, JobCounts> known = new HashMap<>();
    sql.select(COUNTS)
        .from(JOB_COUNT)
        .where(AT_MINUTE.in(minutes))
        .and(ACL_ID.in(lists))
        .forEach(row -> {
          var key = new CountKey<>(row.get(AT_MINUTE), row.get(ACL_ID), row.get(ACTION));
          if (counts.containsKey(key)) {
            JobCounts stored = new JobCounts();
            add(stored, row);
            known.put(key, stored);
          }
        });
    delete(known.keySet());
    List<Map<Field<?>, @Nullable Object>> rows = new ArrayList<>();
    counts.forEach((key, count) -> {
      JobCounts sum = known.getOrDefault(key, new JobCounts());
      sum.addAll(count);
      rows.add(row(key, sum));
    });
    new BulkInsert(JOB_COUNT, rows).execute(sql);
  }

  private void delete(Set<CountKey<Long>> keys) {
    var batch =
        sql.batch(
            sql.deleteFrom(JOB_COUNT)
                .where(AT_MINUTE.eq((Long) null))
                .and(ACL_ID.eq((Long) null))
                .and(ACTION.eq((String) null)));
    for (CountKey<Long> key : keys) {
      batch = batch.bind(key.minute(), key.access(), key.action());
    }
    if (!keys.isEmpty()) {
      batch.execute();
    }
  }

  private static Map<Field<?>, @Nullable Object> row(CountKey<Long> key, JobCounts counts) {
    Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
    row.put(AT_MINUTE, key.minute());
    row.put(ACL_ID, key.access());
    row.put(ACTION, key.action());
    FIGURES.forEach((figure, field) -> row.put(field, counts.figure(figure)));
    put(row, WAITS, counts.waits());
    put(row, RUNS, counts.runs());
    return row;
  }

  private static void put(
      Map<Field<?>, @Nullable Object> row, List<Field<Long>> columns, TimeHistogram times) {
    List<Long> counts = times.counts();
    for (int place = 0; place < counts.size(); place++) {
      row.put(columns.get(place), counts.get(place) == 0 ? null : counts.get(place));
    }
  }

  private void addFailures(Map<FailureKey<Long>, FailureCount> failures) {
    Map<FailureKey<Long>, FailureCount> known = new HashMap<>();
    sql.select(FAILURE_COUNTS)
        .from(FAILURE_COUNT)
        .where(StoredCauses.isAmong(failures.keySet()))
        .forEach(row -> {
          FailureKey<Long> key = StoredCauses.key(row);
          if (failures.containsKey(key)) {
            known.put(key, failure(row));
          }
        });
    deleteFailures(known.keySet());
    List<Map<Field<?>, @Nullable Object>> rows = new ArrayList<>();
    failures.forEach((key, count) -> {
      FailureCount before = known.get(key);
      rows.add(row(key, before == null ? count : before.plus(count)));
    });
    new BulkInsert(FAILURE_COUNT, rows).execute(sql);
  }

  private static FailureCount failure(Record row) {
    return new FailureCount(
        row.get(PATTERN),
        row.get(FAILURES),
        Instant.ofEpochMilli(row.get(FIRST_TIME)),
        Instant.ofEpochMilli(row.get(LAST_TIME)),
        new JobId(row.get(EXAMPLE)),
        row.get(MESSAGE));
  }

  private void deleteFailures(Set<FailureKey<Long>> keys) {
    var batch =
        sql.batch(
            sql.deleteFrom(FAILURE_COUNT)
                .where(AT_MINUTE.eq((Long) null))
                .and(ACL_ID.eq((Long) null))
                .and(ACTION.eq((String) null))
                .and(FINGERPRINT.eq((String) null)));
    for (FailureKey<Long> key : keys) {
      batch = batch.bind(key.period(), key.access(), key.action(), key.fingerprint());
    }
    if (!keys.isEmpty()) {
      batch.execute();
    }
  }

  private static Map<Field<?>, @Nullable Object> row(FailureKey<Long> key, FailureCount count) {
    Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
    row.put(AT_MINUTE, key.period());
    row.put(ACL_ID, key.access());
    row.put(ACTION, key.action());
    row.put(FINGERPRINT, key.fingerprint());
    row.put(PATTERN, JsonText.clean(count.pattern()));
    row.put(FAILURES, count.count());
    row.put(FIRST_TIME, count.first().toEpochMilli());
    row.put(LAST_TIME, count.last().toEpochMilli());
    row.put(EXAMPLE, count.example().uuid());
    row.put(MESSAGE, JsonText.clean(count.message()));
    return row;
  }

  private void removeOld() {
    for (Table<Record> table : List.of(JOB_COUNT, WAITING_SAMPLE, WAITING_COUNT)) {
      removeOld(table, JobStatistics.KEPT);
    }
    removeOld(FAILURE_COUNT, JobStatistics.FAILURES_KEPT);
  }

  private void removeOld(Table<Record> table, Duration kept) {
    sql.deleteFrom(table).where(AT_MINUTE.lt(position.minute() - kept.toMinutes())).execute();
  }
}
