// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Deadline;
import dev.baton.service.Retry;
import dev.baton.service.Service;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.WorkItem;
import java.time.Duration;

/**
 * Carries what holders of claims say to the server, and repeats it for as long as the claim is
 * trusted.
 */
final class WorkQueue implements Service {

  /** How long to go on for claims of which this process knows nothing. */
  private static final Duration WITHOUT_CLAIM = Duration.ofSeconds(5);

  private final Retry retry;
  private final Stays stays;
  private final Batches batches;

  WorkQueue(Http http, Retry retry, Stays stays) {
    this.retry = retry;
    this.stays = stays;
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
    Deadline otherwise = retry.in(WITHOUT_CLAIM);
    boolean mayBeDone = false;
    for (int failures = 1; ; failures++) {
      try {
        batches
            .submit(new Forms.Work(stays.holding(item.job()), mayBeDone, item))
            .value(JsonNode.class);
        return;
      } catch (UnavailableException e) {
        mayBeDone |= NotSent.mayHaveArrived(e);
        Deadline trust = stays.trustIn(item.job(), token);
        if (!retry.pause(failures, trust == null ? otherwise : trust)) {
          throw trust != null && retry.isPast(trust) ? lost(item, e) : e;
        }
      }
    }
  }

  private static LostClaimException lost(WorkItem item, UnavailableException e) {
    return new LostClaimException(
        "the claim of " + item.job() + " ran out while the server did not answer", e);
  }
}
