// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.integer;
import static dev.baton.jdbc.JobTable.number;
import static dev.baton.jdbc.JobTable.text;

import dev.baton.statistics.JobCounts;
import dev.baton.statistics.JobFigure;
import dev.baton.statistics.TimeHistogram;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

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

  /** The columns of the histograms by their places. A count of zero is stored as null. */
  static final List<Field<Long>> WAITS = places("waits_");

  static final List<Field<Long>> RUNS = places("runs_");

  /** The columns that are sums. */
  static final List<Field<Long>> SUMS =
      Stream.of(FIGURES.values(), WAITS, RUNS).flatMap(Collection::stream).toList();

  static final List<Field<?>> COUNTS =
      Stream.<Field<?>>concat(Stream.of(AT_MINUTE, JobTable.ACL_ID, JobTable.ACTION), SUMS.stream())
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

  private static List<Field<Long>> places(String prefix) {
    return IntStream.range(0, TimeHistogram.PLACES)
        .mapToObj(place -> number(prefix + place))
        .toList();
  }

  /** Returns the sum of a column; a sum of nothing is null. */
  static Field<Long> sum(Field<Long> column) {
    return DSL.sum(column).cast(SQLDataType.BIGINT).as(column);
  }

  /** Adds the sums or values of a row. */
  static void add(JobCounts counts, Record row) {
    FIGURES.forEach((figure, column) -> counts.add(figure, value(row, column)));
    for (int place = 0; place < TimeHistogram.PLACES; place++) {
      counts.waits().add(place, value(row, WAITS.get(place)));
      counts.runs().add(place, value(row, RUNS.get(place)));
    }
  }

  private static long value(Record row, Field<Long> column) {
    Long value = row.get(column);
    return value == null ? 0 : value;
  }
}
