// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.StatusTable.ATTEMPT;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.Tables.AT_TIME;
import static dev.baton.jdbc.Tables.JOB_LOG;
import static dev.baton.jdbc.Tables.LINE;
import static dev.baton.jdbc.Tables.MARK;
import static dev.baton.jdbc.Tables.STREAM;

import dev.baton.job.JobId;
import dev.baton.job.LogLine;
import dev.baton.service.WriteBatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

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
    List<Boolean> answers = new ArrayList<>();
    var batch =
        sql.batch(
            sql.insertInto(JOB_LOG, JOB_SEQ, AT_TIME, ATTEMPT, STREAM, LINE, MARK)
                .values(
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
}
