// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.board.ClaimTokens;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.LogLine;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the log lines of jobs to the log of this process, as Nuvla's executors do, because a CIMI
 * server does not store them.
 */
record Slf4jJobLog(ClaimTokens claims) implements JobLog {

  private static final Logger LOG = LoggerFactory.getLogger(Slf4jJobLog.class);

  @Override
  public void append(JobId job, long token, List<LogLine> lines) {
    claims.check(job, token);
    lines.forEach(line -> LOG.info("job wrote a log line: job={} line={}", job, line.text()));
  }

  @Override
  public List<NumberedLine> read(JobId job, long after, int limit) {
    return List.of();
  }

  @Override
  public Optional<String> lastMark(JobId job, String prefix) {
    return Optional.empty();
  }
}
