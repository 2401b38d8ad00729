// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.job.JobId;
import dev.baton.service.Deadline;
import dev.baton.service.Service;
import dev.baton.wire.Calls;
import dev.baton.wire.WorkItem;

/**
 * Carries what holders of claims say to the server, and repeats it for as long as the claim is
 * trusted.
 */
final class WorkQueue implements Service {

  private final Retry retry;
  private final Stays stays;
  private final Effects effects;
  private final Batches batches;

  WorkQueue(Http http, Retry retry, Stays stays) {
    this.retry = retry;
    this.stays = stays;
    this.effects = new Effects(http, retry);
    this.batches = new Batches("remote-work", http, Calls.WORK, "items");
  }

  @Override
  public void start() {
    batches.start();
  }

  @Override
  public void stop() {
    batches.stop();
  }

  /**
   * Returns when the item was carried out.
   *
   * @throws LostClaimException if the server says so, or did not answer while the claim was trusted
   */
  void carryOut(WorkItem item, long token) {
    boolean mayBeDone = false;
    for (int failures = 1; ; failures++) {
      Deadline deadline = stays.trustIn(item.job(), token);
      try {
        if (!(mayBeDone && effects.isDoneOnce(item))) {
          batches.submit(item).value(com.fasterxml.jackson.databind.JsonNode.class);
        }
        return;
      } catch (LostClaimException e) {
        if (mayBeDone && effects.isDone(item)) {
          return;
        }
        throw e;
      } catch (UnavailableException e) {
        mayBeDone |= NotSent.mayHaveArrived(e);
        retry.pause(failures, deadline, outOfTrust(item.job(), token, e));
      }
    }
  }
}
