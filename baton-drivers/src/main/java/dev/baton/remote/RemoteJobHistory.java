// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import dev.baton.service.Retry;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.Forms.Topic;
import java.util.List;

final class RemoteJobHistory implements JobHistory {

  private final Http http;
  private final Retry retry;
  private final SignalLoops signals;
  private final Stays stays;

  RemoteJobHistory(Http http, Retry retry, SignalLoops signals, Stays stays) {
    this.stays = stays;
    this.http = http;
    this.retry = retry;
    this.signals = signals;
  }

  @Override
  public List<JobEvent> of(JobId job) {
    Forms.JobRef request = new Forms.JobRef(job, stays.holding(job));
    return retry.harmless(() -> http.call(Calls.EVENTS_OF, request)).events();
  }

  @Override
  public List<JobEvent> after(long number, int limit) {
    Forms.EventsAfter request = new Forms.EventsAfter(number, limit);
    return retry.harmless(() -> http.call(Calls.EVENTS_AFTER, request)).events();
  }

  @Override
  public long latest() {
    return retry.harmless(() -> http.call(Calls.LATEST_EVENT, new Forms.Nothing())).count();
  }

  @Override
  public Watch watch(Runnable onChange) {
    return signals.watch(Topic.HISTORY, onChange);
  }
}
