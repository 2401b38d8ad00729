// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.LogLine;
import dev.baton.service.RetryIdempotentCalls;
import dev.baton.wire.ClaimWriteItem;
import dev.baton.wire.Messages;
import dev.baton.wire.ProtocolCalls;
import java.util.List;
import java.util.Optional;

final class RemoteJobLog implements JobLog {

  private final RemoteClient remoteClient;
  private final RetryIdempotentCalls retryIdempotentCalls;
  private final ClaimWriteQueue work;
  private final OpenBoardSessions openBoardSessions;

  RemoteJobLog(
      RemoteClient remoteClient,
      RetryIdempotentCalls retryIdempotentCalls,
      ClaimWriteQueue work,
      OpenBoardSessions openBoardSessions) {
    this.openBoardSessions = openBoardSessions;
    this.remoteClient = remoteClient;
    this.retryIdempotentCalls = retryIdempotentCalls;
    this.work = work;
  }

  @Override
  public void append(JobId job, long token, List<LogLine> lines) {
    work.execute(new ClaimWriteItem.Append(job, token, lines), token);
  }

  @Override
  public List<NumberedLine> read(JobId job, long after, int limit) {
    Messages.ReadLog request =
        new Messages.ReadLog(job, after, limit, openBoardSessions.sessionHolding(job));
    return retryIdempotentCalls
        .call(() -> remoteClient.call(ProtocolCalls.READ_LOG, request))
        .lines();
  }

  @Override
  public Optional<String> lastMark(JobId job, String prefix) {
    Messages.LastMarkRequest request =
        new Messages.LastMarkRequest(job, prefix, openBoardSessions.sessionHolding(job));
    return Optional.ofNullable(
        retryIdempotentCalls
            .call(() -> remoteClient.call(ProtocolCalls.LAST_POSITION, request))
            .text());
  }
}
