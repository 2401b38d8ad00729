// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

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

import dev.baton.job.JobId;
import dev.baton.job.LogLine;
import dev.baton.service.WriteBatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;

/** Appends the log lines of many jobs in one transaction. */
final class AppendLines implements WriteBatcher.BatchOperation<AppendLines.Lines, Boolean> {

  /** The lines that the holder of one claim appends. */
  record Lines(JobId job, long token, List<LogLine> lines) {}

  private final Database database;

  AppendLines(Database database) {
    this.database = database;
  }

  /**
   * Returns for each request whether its token was the newest token of the job. Other requests
   * append nothing.
   */
  @Override
  public List<Boolean> run(List<Lines> requests) {
    return database.writeOnThisThread(sql -> append(sql, requests));
  }

  private static List<Boolean> append(DSLContext sql, List<Lines> requests) {
    // The lock prevents that a new claim of the jobs starts before the lines are inserted.
    Map<JobId, LockStatus.Locked> jobs =
        LockStatus.all(sql, requests.stream().map(Lines::job).collect(Collectors.toSet()));
    Map<Long, Long> last =
        lastNumbers(sql, jobs.values().stream().map(LockStatus.Locked::seq).toList());
    List<Boolean> answers = new ArrayList<>();
    var batch =
        sql.batch(
            sql.insertInto(JOB_LOG, JOB_SEQ, NUMBER, AT_TIME, ATTEMPT, STREAM, LINE, MARK)
                .values(
                    (Long) null,
                    (Long) null,
                    (Long) null,
                    (Integer) null,
                    (String) null,
                    (String) null,
                    (String) null));
    for (Lines request : requests) {
      LockStatus.Locked job = jobs.get(request.job());
      if (job == null || job.token() != request.token()) {
        answers.add(false);
      } else {
        answers.add(true);
        for (LogLine line : request.lines()) {
          batch =
              batch.bind(
                  job.seq(),
                  last.merge(job.seq(), 1L, Long::sum),
                  line.at().toEpochMilli(),
                  line.attempt(),
                  JsonText.clean(line.stream()),
                  JsonText.clean(line.text()),
                  JsonText.clean(line.mark()));
        }
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
    return answers;
  }

  /**
   * Returns the numbers of the last lines of the jobs that have lines. The jobs are locked, so no
   * other transaction appends lines to them.
   */
  private static Map<Long, Long> lastNumbers(DSLContext sql, List<Long> jobs) {
    Map<Long, Long> numbers = new HashMap<>();
    if (!jobs.isEmpty()) {
      selectLastNumbers(sql, jobs)
          .forEach(row -> {
            if (row.value2() != null) {
              numbers.put(row.value1(), row.value2());
            }
          });
    }
    return numbers;
  }

  static ResultQuery<Record2<Long, Long>> selectLastNumbers(DSLContext sql, List<Long> jobs) {
    // One look into the index for each job. MAX with GROUP BY would read all lines.
    Field<Long> last =
        DSL.field(
            DSL.select(NUMBER)
                .from(JOB_LOG)
                .where(JOB_SEQ.eq(SEQ))
                .orderBy(JdbcJobLog.LAST_LINES)
                .limit(1));
    return sql.select(SEQ, last).from(JOB).where(SEQ.in(jobs));
  }
}
