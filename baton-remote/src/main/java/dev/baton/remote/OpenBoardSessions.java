// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.LostClaimException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.service.Deadline;
import dev.baton.wire.Messages;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The open board sessions of this process, usually one. Thread-safe. */
final class OpenBoardSessions {

  private final List<RemoteBoardSession> open = new CopyOnWriteArrayList<>();

  void add(RemoteBoardSession session) {
    open.add(session);
  }

  void remove(RemoteBoardSession session) {
    open.remove(session);
  }

  /** Returns the session that holds the job, or null if no session of this process holds it. */
  Messages.@Nullable SessionRef sessionHolding(JobId job) {
    for (RemoteBoardSession session : open) {
      if (session.holds(job)) {
        return session.sessionRef();
      }
    }
    return null;
  }

  /**
   * Returns the reference to the run of the job in this process.
   *
   * @throws LostClaimException if this process does not hold the claim
   */
  Messages.RunRef runRef(Job job) {
    long token = job.status().token();
    for (RemoteBoardSession session : open) {
      if (session.holds(job.id(), token)) {
        return new Messages.RunRef(session.sessionRef(), job.id(), token);
      }
    }
    throw new LostClaimException(
        "the claim of " + job.id() + " with token " + token + " is over; stop the work");
  }

  /**
   * Returns the moment up to which the claim is trusted, or null if this process does not hold it.
   */
  @Nullable Deadline trustedUntil(JobId job, long token) {
    for (RemoteBoardSession session : open) {
      if (session.holds(job, token)) {
        return session.trustedUntil();
      }
    }
    return null;
  }
}
