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
import dev.baton.service.WriteBatcher;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;

/** Stores the log lines of jobs. */
final class JdbcJobLog implements JobLog {

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
    return database.read(sql ->
        sql.select(NUMBER, AT_TIME, ATTEMPT, STREAM, LINE, MARK)
            .from(JOB_LOG)
            .where(JOB_SEQ.eq(DSL.field(DSL.select(SEQ).from(JOB).where(ID.eq(job.uuid())))))
            .and(NUMBER.gt(after))
            .orderBy(NUMBER)
            .limit(limit)
            .fetch(row ->
                new NumberedLine(
                    row.value1(),
                    new LogLine(
                        Instant.ofEpochMilli(row.value2()),
                        row.value3(),
                        row.value4(),
                        row.value5() == null ? "" : row.value5(),
                        row.value6()))));
  }

  @Override
  public Optional<String> lastMark(JobId job, String prefix) {
    return database.read(sql ->
        sql.select(MARK)
            .from(JOB_LOG)
            .where(JOB_SEQ.eq(DSL.field(DSL.select(SEQ).from(JOB).where(ID.eq(job.uuid())))))
            .and(MARK.startsWith(prefix))
            .orderBy(NUMBER.desc())
            .limit(1)
            .fetchOptional(MARK));
  }
}
