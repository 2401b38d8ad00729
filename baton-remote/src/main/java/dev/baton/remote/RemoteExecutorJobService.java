// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.ForbiddenException;
import dev.baton.job.ExecutorJobService;
import dev.baton.job.Job;
import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import dev.baton.job.PostResult;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import java.time.Duration;

/**
 * Lets the server execute the requests that running jobs make for other jobs, because only the
 * server knows the rights of their owners.
 */
record RemoteExecutorJobService(RemoteClient remoteClient, OpenBoardSessions openBoardSessions)
    implements ExecutorJobService {

  /**
   * How long a post is repeated. It is safe to repeat, because the server finds the child job by
   * its key.
   */
  private static final Duration FOR_POSTS = Duration.ofSeconds(30);

  @Override
  public Jobs forRun(Job run) {
    return new RemoteRunJobService(remoteClient, openBoardSessions.runRef(run));
  }

  @Override
  public PostResult postChild(Job parent, String key, JobSpec spec) {
    return post(
        new Messages.PostAwaitedChild(openBoardSessions.runRef(parent), key, spec, null, false));
  }

  @Override
  public PostResult postChildWithAuthorRights(Job parent, String key, JobSpec spec) {
    try {
      return post(
          new Messages.PostAwaitedChild(openBoardSessions.runRef(parent), key, spec, null, true));
    } catch (ForbiddenException e) {
      throw new ForbiddenException(
          e.getMessage()
              + "; an executor with an executor's key can post only what the owners of "
              + parent.id()
              + " may post: let an administrator post that job, or run it on an executor that uses"
              + " the store directly");
    }
  }

  @Override
  public PostResult postRevert(Job parent, String key, Job child) {
    return post(
        new Messages.PostAwaitedChild(
            openBoardSessions.runRef(parent), key, null, child.id(), false));
  }

  private PostResult post(Messages.PostAwaitedChild request) {
    return remoteClient.repeatFor(FOR_POSTS, ProtocolCalls.POST_AWAITED, request);
  }

  @Override
  public void notifyParent(Job child) {
    if (child.origin().awaited()) {
      remoteClient.repeat(ProtocolCalls.NOTIFY_PARENT, new Messages.JobRef(child.id()));
    }
  }
}
