// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.JobId;
import dev.baton.service.Deadline;
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
