// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.remote;

import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import dev.baton.protocol.ClaimWriteItem;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import java.util.List;
import java.util.Optional;

/**
 * Stores logbooks on the server. A flow write is sent together with claim writes in one request,
 * and is safe to repeat.
 */
record RemoteLogbookStore(
    RemoteClient remoteClient, ClaimWriteQueue work, OpenBoardSessions openBoardSessions)
    implements LogbookStore {

  @Override
  public Optional<Logbook> find(JobId job) {
    Messages.JobRef request = new Messages.JobRef(job, openBoardSessions.sessionHolding(job));
    return Optional.ofNullable(remoteClient.repeat(ProtocolCalls.LOGBOOK, request).logbook());
  }

  @Override
  public Optional<Logbook> findFor(Job reader, JobId job) {
    Messages.OtherJobRef request = new Messages.OtherJobRef(openBoardSessions.runRef(reader), job);
    return Optional.ofNullable(remoteClient.repeat(ProtocolCalls.FLOW_OF_OTHER, request).logbook());
  }

  @Override
  public void write(FlowWrite write) {
    work.execute(new ClaimWriteItem.WriteFlow(write), write.token());
  }

  @Override
  public List<FlowTransition> transitions(JobId job, int offset, int limit) {
    Messages.ReadFlowTransitions request =
        new Messages.ReadFlowTransitions(job, offset, limit, openBoardSessions.sessionHolding(job));
    return remoteClient.repeat(ProtocolCalls.FLOW_STEPS, request).steps();
  }

  @Override
  public boolean delete(JobId job) {
    return remoteClient.call(ProtocolCalls.DELETE_LOGBOOK, new Messages.JobRef(job)).flag();
  }
}
