// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The notes in the history of a job that say why an executor lost its claim. */
public final class LostClaimNote {

  private LostClaimNote() {}

  /**
   * The lease of the executor expired.
   *
   * @param until the end of the lease
   */
  public static String leaseExpired(@Nullable String executor, Instant until) {
    return "the lease of " + named(executor) + " expired at " + Timestamps.write(until);
  }

  /** The executor has no session on the board any more. */
  public static String sessionEnded(@Nullable String executor) {
    return "the board session of " + named(executor) + " ended without an end of the claim";
  }

  /** Another executor got the job from the board while the claim was open. */
  public static String claimedByAnother(@Nullable String executor, String other) {
    return "the board gave the job of " + named(executor) + " to " + named(other);
  }

  private static String named(@Nullable String executor) {
    return executor == null ? "an executor" : "executor '" + executor + "'";
  }
}
