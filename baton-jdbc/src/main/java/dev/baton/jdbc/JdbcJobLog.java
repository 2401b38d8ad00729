// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.ATTEMPT;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.Tables.AT_TIME;
import static dev.baton.jdbc.Tables.JOB_LOG;
import static dev.baton.jdbc.Tables.LINE;
import static dev.baton.jdbc.Tables.MARK;
import static dev.baton.jdbc.Tables.NUMBER;
import static dev.baton.jdbc.Tables.STREAM;

import dev.baton.error.LostClaimException;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.LogLine;
import dev.baton.job.LogSearch;
import dev.baton.service.WriteBatcher;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record6;
import org.jooq.ResultQuery;
import org.jooq.SortField;
import org.jooq.impl.DSL;

/** Stores the log lines of jobs. */
final class JdbcJobLog implements JobLog {

  // The orders of the lines of one job. They name the job too, because H2 reads all lines of the
  // job
  // and sorts them unless the order is that of the columns of the index.
  static final List<SortField<Long>> FIRST_LINES = List.of(JOB_SEQ.asc(), NUMBER.asc());
  static final List<SortField<Long>> LAST_LINES = List.of(JOB_SEQ.desc(), NUMBER.desc());

  private final Database database;
  private final WriteBatcher<AppendLines.Lines, Boolean> appends;

  JdbcJobLog(Database database, WriteBatcher<AppendLines.Lines, Boolean> appends) {
    this.database = database;
    this.appends = appends;
  }

  @Override
  public void append(JobId job, long token, List<LogLine> lines) {
    AppendLines.Lines request = new AppendLines.Lines(job, token, List.copyOf(lines));
    if (!appends.submitUninterruptibly(request)) {
      throw new LostClaimException(
          "log lines for "
              + job
              + " are refused: the claim with token "
              + token
              + " is not the newest claim of the job; stop the work");
    }
  }

  @Override
  public List<NumberedLine> read(JobId job, long after, int limit) {
    return database.read(sql -> lines(sql, isOf(job).and(NUMBER.gt(after)), FIRST_LINES, limit));
  }

  /** Lines are numbered from 1 without gaps, so the number of the last line is their count. */
  @Override
  public long count(JobId job, long upTo) {
    return database.read(sql -> lastNumber(sql, isOf(job).and(NUMBER.le(upTo)), 0));
  }

  @Override
  public List<NumberedLine> window(JobId job, long skipped, int limit) {
    return read(job, skipped, limit);
  }

  @Override
  public List<NumberedLine> before(JobId job, long number, int limit) {
    return database.read(
        sql -> lines(sql, isOf(job).and(NUMBER.lt(number)), LAST_LINES, limit).reversed());
  }

  @Override
  public LogSearch.Matches find(JobId job, LogSearch search) {
    return database.read(sql -> {
      long last = lastNumber(sql, isOf(job), search.after());
      long end = Math.min(last, search.after() + search.maxLines());
      if (end <= search.after()) {
        return new LogSearch.Matches(List.of(), search.after(), false);
      }
      Condition looked =
          isOf(job).and(NUMBER.gt(search.after())).and(NUMBER.le(end)).and(matches(search));
      List<NumberedLine> found = lines(sql, looked, FIRST_LINES, search.limit());
      boolean isFull = found.size() == search.limit();
      long lookedAt = isFull ? found.getLast().number() : end;
      return new LogSearch.Matches(found, lookedAt, lookedAt < last);
    });
  }

  /** The text and the stream are cleaned in the same way as those of the stored lines. */
  private static Condition matches(LogSearch search) {
    Field<String> text = DSL.val(JsonText.clean(search.text()));
    Condition contains =
        search.matchCase()
            ? DSL.position(LINE, text).gt(0)
            : DSL.position(DSL.lower(LINE), DSL.lower(text)).gt(0);
    return search.stream() == null
        ? contains
        : contains.and(STREAM.eq(JsonText.clean(search.stream())));
  }

  /** Returns the number of the last line of a part of a log, or another number if it is empty. */
  private static long lastNumber(DSLContext sql, Condition part, long ifEmpty) {
    return selectLastNumber(sql, part).fetchOptional(NUMBER).orElse(ifEmpty);
  }

  static ResultQuery<Record1<Long>> selectLastNumber(DSLContext sql, Condition part) {
    return sql.select(NUMBER).from(JOB_LOG).where(part).orderBy(LAST_LINES).limit(1);
  }

  static ResultQuery<Record6<Long, Long, Integer, String, String, String>> selectLines(
      DSLContext sql, Condition part, List<SortField<Long>> order, int limit) {
    return sql.select(NUMBER, AT_TIME, ATTEMPT, STREAM, LINE, MARK)
        .from(JOB_LOG)
        .where(part)
        .orderBy(order)
        .limit(limit);
  }

  static Condition isOf(JobId job) {
    return JOB_SEQ.eq(DSL.field(DSL.select(SEQ).from(JOB).where(ID.eq(job.uuid()))));
  }

  private static List<NumberedLine> lines(
      DSLContext sql, Condition part, List<SortField<Long>> order, int limit) {
    return selectLines(sql, part, order, limit)
        .fetch(row ->
            new NumberedLine(
                row.value1(),
                new LogLine(
                    Instant.ofEpochMilli(row.value2()),
                    row.value3(),
                    row.value4(),
                    row.value5() == null ? "" : row.value5(),
                    row.value6())));
  }

  @Override
  public Optional<String> lastMark(JobId job, String prefix) {
    return database.read(sql ->
        sql.select(MARK)
            .from(JOB_LOG)
            .where(isOf(job))
            .and(MARK.startsWith(prefix))
            .orderBy(LAST_LINES)
            .limit(1)
            .fetchOptional(MARK));
  }
}
