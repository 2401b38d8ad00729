// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.LogLine;
import dev.baton.protocol.ClaimWriteItem;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import java.util.List;
import java.util.Optional;

record RemoteJobLog(
    RemoteClient remoteClient, ClaimWriteQueue work, OpenBoardSessions openBoardSessions)
    implements JobLog {

  @Override
  public void append(JobId job, long token, List<LogLine> lines) {
    work.execute(new ClaimWriteItem.Append(job, token, lines), token);
  }

  @Override
  public List<NumberedLine> read(JobId job, long after, int limit) {
    Messages.ReadLog request =
        new Messages.ReadLog(job, after, limit, openBoardSessions.sessionHolding(job));
    return remoteClient.repeat(ProtocolCalls.READ_LOG, request).lines();
  }

  @Override
  public Optional<String> lastMark(JobId job, String prefix) {
    Messages.LastMarkRequest request =
        new Messages.LastMarkRequest(job, prefix, openBoardSessions.sessionHolding(job));
    return Optional.ofNullable(remoteClient.repeat(ProtocolCalls.LAST_POSITION, request).text());
  }
}
