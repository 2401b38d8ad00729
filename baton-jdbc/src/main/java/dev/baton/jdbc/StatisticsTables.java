// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.integer;
import static dev.baton.jdbc.JobTable.number;
import static dev.baton.jdbc.JobTable.text;

import dev.baton.statistics.JobFigure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The tables of {@link JdbcJobStatistics}. Columns that other tables have too are there. */
final class StatisticsTables {

  static final Table<Record> COUNTED_EVENT = DSL.table(DSL.name("baton_counted_event"));
  static final Field<Integer> SINGLETON = integer("singleton");
  static final Field<Long> COUNTED = number("counted");
  static final Field<Long> SAMPLED = number("sampled");

  static final Table<Record> JOB_COUNT = DSL.table(DSL.name("baton_job_count"));
  static final Field<Long> AT_MINUTE = number("at_minute");
  static final Map<JobFigure, Field<Long>> FIGURES =
      Map.of(
          JobFigure.POSTED, number("posted"),
          JobFigure.STARTED, number("started"),
          JobFigure.SUCCEEDED, number("succeeded"),
          JobFigure.FAILED, number("failed"),
          JobFigure.CANCELED, number("canceled"),
          JobFigure.RETRIED, number("retried"));
  static final Field<String> WAITS = text("waits");
  static final Field<String> RUNS = text("runs");
  static final List<Field<?>> COUNTS =
      Stream.<Field<?>>concat(
              Stream.of(AT_MINUTE, JobTable.ACL_ID, JobTable.ACTION, WAITS, RUNS),
              FIGURES.values().stream())
          .toList();

  static final Table<Record> WAITING_SAMPLE = DSL.table(DSL.name("baton_waiting_sample"));
  static final Field<Integer> COMPLETE = integer("complete");

  static final Table<Record> WAITING_COUNT = DSL.table(DSL.name("baton_waiting_count"));
  static final Field<Long> WAITING = number("waiting");
  static final Field<Long> OLDEST = number("oldest");

  static final Table<Record> FAILURE_COUNT = DSL.table(DSL.name("baton_failure_count"));
  static final Field<String> FINGERPRINT = text("fingerprint");
  static final Field<String> PATTERN = text("pattern");
  static final Field<Long> FAILURES = number("failures");
  static final Field<Long> FIRST_TIME = number("first_time");
  static final Field<Long> LAST_TIME = number("last_time");
  static final Field<String> EXAMPLE = text("example");
  static final Field<String> MESSAGE = text("message");
  static final List<Field<?>> FAILURE_COUNTS =
      List.of(
          AT_MINUTE,
          JobTable.ACL_ID,
          JobTable.ACTION,
          FINGERPRINT,
          PATTERN,
          FAILURES,
          FIRST_TIME,
          LAST_TIME,
          EXAMPLE,
          MESSAGE);

  private StatisticsTables() {}
}
