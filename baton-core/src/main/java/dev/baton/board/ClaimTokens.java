// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.board;

import dev.baton.error.LostClaimException;
import dev.baton.job.JobId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The fencing tokens of the claims that this process holds, by job. Thread-safe. */
public final class ClaimTokens {

  private final Map<JobId, Long> tokens = new ConcurrentHashMap<>();

  /**
   * Returns the token under which this process holds the job, or null if it does not hold the job.
   */
  public @Nullable Long token(JobId job) {
    return tokens.get(job);
  }

  /** Stores a claim. If the job already has a claim, the greater token wins. */
  public void begin(JobId job, long token) {
    tokens.merge(job, token, Math::max);
  }

  /** Removes a claim. Returns false if the claim had already ended. */
  public boolean end(JobId job, long token) {
    return tokens.remove(job, token);
  }

  public boolean holds(JobId job, long token) {
    return Long.valueOf(token).equals(tokens.get(job));
  }

  /**
   * Checks that a claim is held.
   *
   * @throws LostClaimException if the claim has ended
   */
  public void check(JobId job, long token) {
    if (!holds(job, token)) {
      throw new LostClaimException(
          "the claim of " + job + " under token " + token + " is over; nothing is written");
    }
  }
}
