// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import java.util.List;

record RemoteJobHistory(
    RemoteClient remoteClient, LongPollLoop changes, OpenBoardSessions openBoardSessions)
    implements JobHistory {

  @Override
  public List<JobEvent> of(JobId job) {
    Messages.JobRef request = new Messages.JobRef(job, openBoardSessions.sessionHolding(job));
    return remoteClient.repeat(ProtocolCalls.EVENTS_OF, request).events();
  }

  @Override
  public List<JobEvent> after(long number, int limit) {
    Messages.EventsAfter request = new Messages.EventsAfter(number, limit);
    return remoteClient.repeat(ProtocolCalls.EVENTS_AFTER, request).events();
  }

  @Override
  public long latest() {
    return remoteClient.repeat(ProtocolCalls.LATEST_EVENT, new Messages.EmptyMessage()).count();
  }

  @Override
  public Watch watch(Runnable onChange) {
    return changes.watch(onChange);
  }
}
