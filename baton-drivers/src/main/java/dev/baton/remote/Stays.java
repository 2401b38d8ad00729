// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.LostClaimException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.service.Deadline;
import dev.baton.wire.Forms;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The stays at the board that this process has now: as a rule one. Thread-safe. */
final class Stays {

  private final List<RemoteClaims> open = new CopyOnWriteArrayList<>();

  void add(RemoteClaims stay) {
    open.add(stay);
  }

  void remove(RemoteClaims stay) {
    open.remove(stay);
  }

  /** The stay that holds the job; null if none of this process does. */
  Forms.@Nullable Stay holding(JobId job) {
    for (RemoteClaims stay : open) {
      if (stay.holds(job)) {
        return stay.stay();
      }
    }
    return null;
  }

  /**
   * The claim under which a job runs here.
   *
   * @throws LostClaimException if this process does not hold it
   */
  Forms.Run run(Job job) {
    long token = job.status().token();
    for (RemoteClaims stay : open) {
      if (stay.holds(job.id(), token)) {
        return new Forms.Run(stay.stay(), job.id(), token);
      }
    }
    throw new LostClaimException(
        "the claim of " + job.id() + " with token " + token + " is over; stop the work");
  }

  /** Until when the claim can be trusted; null if it is not one of this process. */
  @Nullable Deadline trustIn(JobId job, long token) {
    for (RemoteClaims stay : open) {
      if (stay.holds(job, token)) {
        return stay.trustedUntil();
      }
    }
    return null;
  }
}
