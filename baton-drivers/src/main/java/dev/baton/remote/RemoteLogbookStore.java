// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.remote;

import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import dev.baton.service.Retry;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.WorkItem;
import java.util.List;
import java.util.Optional;

/** Writes share requests with what else the holders of claims say; each can be repeated. */
final class RemoteLogbookStore implements LogbookStore {

  private final Http http;
  private final Retry retry;
  private final WorkQueue work;
  private final Stays stays;

  RemoteLogbookStore(Http http, Retry retry, WorkQueue work, Stays stays) {
    this.stays = stays;
    this.http = http;
    this.retry = retry;
    this.work = work;
  }

  @Override
  public Optional<Logbook> find(JobId job) {
    Forms.JobRef request = new Forms.JobRef(job, stays.holding(job));
    return retry.harmless(() -> Optional.ofNullable(http.call(Calls.LOGBOOK, request).logbook()));
  }

  @Override
  public Optional<Logbook> findFor(Job reader, JobId job) {
    Forms.OtherJob request = new Forms.OtherJob(stays.run(reader), job);
    return retry.harmless(
        () -> Optional.ofNullable(http.call(Calls.FLOW_OF_OTHER, request).logbook()));
  }

  @Override
  public void write(FlowWrite write) {
    work.carryOut(new WorkItem.WriteFlow(write), write.token());
  }

  @Override
  public List<FlowTransition> transitions(JobId job, int offset, int limit) {
    Forms.ReadSteps request = new Forms.ReadSteps(job, offset, limit, stays.holding(job));
    return retry.harmless(() -> http.call(Calls.FLOW_STEPS, request)).steps();
  }

  @Override
  public boolean delete(JobId job) {
    return http.call(Calls.DELETE_LOGBOOK, new Forms.JobRef(job)).flag();
  }
}
