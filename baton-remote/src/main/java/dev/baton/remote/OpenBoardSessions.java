// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.LostClaimException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.protocol.Messages;
import dev.baton.service.Deadline;
import java.util.List;
import java.util.Optional;
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
    return open.stream()
        .filter(session -> session.holds(job))
        .findFirst()
        .map(RemoteBoardSession::sessionRef)
        .orElse(null);
  }

  /**
   * Returns the reference to the run of the job in this process, for protocol calls.
   *
   * @throws LostClaimException if this process does not hold the claim
   */
  Messages.RunRef runRef(Job job) {
    long token = job.status().token();
    return holder(job.id(), token)
        .map(session -> new Messages.RunRef(session.sessionRef(), job.id(), token))
        .orElseThrow(() ->
            new LostClaimException(
                "the claim of " + job.id() + " with token " + token + " is over; stop the work"));
  }

  /**
   * Returns the moment up to which the claim is certainly valid, or null if this process does not
   * hold the claim.
   */
  @Nullable Deadline trustedUntil(JobId job, long token) {
    return holder(job, token).map(RemoteBoardSession::trustedUntil).orElse(null);
  }

  private Optional<RemoteBoardSession> holder(JobId job, long token) {
    return open.stream().filter(session -> session.holds(job, token)).findFirst();
  }
}
