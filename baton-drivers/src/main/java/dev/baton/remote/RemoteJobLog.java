// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.LogLine;
import dev.baton.service.Retry;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.WorkItem;
import java.util.List;
import java.util.Optional;

final class RemoteJobLog implements JobLog {

  private final Http http;
  private final Retry retry;
  private final WorkQueue work;
  private final Stays stays;

  RemoteJobLog(Http http, Retry retry, WorkQueue work, Stays stays) {
    this.stays = stays;
    this.http = http;
    this.retry = retry;
    this.work = work;
  }

  @Override
  public void append(JobId job, long token, List<LogLine> lines) {
    work.carryOut(new WorkItem.Append(job, token, lines), token);
  }

  @Override
  public List<Numbered> read(JobId job, long after, int limit) {
    Forms.ReadLog request = new Forms.ReadLog(job, after, limit, stays.holding(job));
    return retry.harmless(() -> http.call(Calls.READ_LOG, request)).lines();
  }

  @Override
  public Optional<String> lastMark(JobId job, String prefix) {
    Forms.MarkedLine request = new Forms.MarkedLine(job, prefix, stays.holding(job));
    return Optional.ofNullable(retry.harmless(() -> http.call(Calls.LAST_MARK, request)).text());
  }
}
