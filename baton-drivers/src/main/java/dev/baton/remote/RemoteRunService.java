// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.desk.RunService;
import dev.baton.error.ForbiddenException;
import dev.baton.job.Job;
import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import dev.baton.job.Posted;
import dev.baton.service.Retry;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import java.time.Duration;

/** Has the server do what running jobs ask for: it knows the rights of their owners. */
final class RemoteRunService implements RunService {

  /** A post under a key, or under a name of its own, can be repeated. */
  private static final Duration FOR_POSTS = Duration.ofSeconds(30);

  private final Http http;
  private final Retry retry;
  private final Stays stays;

  RemoteRunService(Http http, Retry retry, Stays stays) {
    this.http = http;
    this.retry = retry;
    this.stays = stays;
  }

  @Override
  public Jobs forRun(Job run) {
    return new RemoteRunJobs(http, retry, stays.run(run));
  }

  @Override
  public Posted postChild(Job parent, String key, JobSpec spec) {
    return post(new Forms.PostAwaited(stays.run(parent), key, spec, null, false));
  }

  @Override
  public Posted postChildOfAuthor(Job parent, String key, JobSpec spec) {
    try {
      return post(new Forms.PostAwaited(stays.run(parent), key, spec, null, true));
    } catch (ForbiddenException e) {
      throw new ForbiddenException(
          e.getMessage()
              + "; an executor with a key of its own posts only what the owners of "
              + parent.id()
              + " may post: have an administrator post that job, or run it on an executor that has"
              + " the store");
    }
  }

  @Override
  public Posted postUndo(Job parent, String key, Job child) {
    return post(new Forms.PostAwaited(stays.run(parent), key, null, child.id(), false));
  }

  private Posted post(Forms.PostAwaited request) {
    return retry.harmless(() -> http.call(Calls.POST_AWAITED, request), retry.in(FOR_POSTS));
  }

  @Override
  public void ended(Job child) {
    if (child.origin().awaited()) {
      retry.harmless(() -> http.call(Calls.TELL_PARENT, new Forms.JobRef(child.id())));
    }
  }
}
