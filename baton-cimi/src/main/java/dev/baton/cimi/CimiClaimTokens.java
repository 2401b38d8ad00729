// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.error.LostClaimException;
import dev.baton.job.JobId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The claims of this process. The server does not know claims, so this class rejects the writes of
 * claims that have ended. Thread-safe.
 */
final class CimiClaimTokens {

  private final Map<JobId, Long> tokens = new ConcurrentHashMap<>();

  /**
   * Returns the token under which this process holds the job, or null if it does not hold the job.
   */
  @Nullable Long token(JobId job) {
    return tokens.get(job);
  }

  /** Stores a claim. If the job already has a claim, the greater token wins. */
  void begin(JobId job, long token) {
    tokens.merge(job, token, Math::max);
  }

  /** Removes a claim. Returns false if the claim had already ended. */
  boolean end(JobId job, long token) {
    return tokens.remove(job, token);
  }

  boolean holds(JobId job, long token) {
    return Long.valueOf(token).equals(tokens.get(job));
  }

  /**
   * Checks that a claim is held.
   *
   * @throws LostClaimException if the claim has ended
   */
  void check(JobId job, long token) {
    if (!holds(job, token)) {
      throw new LostClaimException(
          "the claim of " + job + " under token " + token + " is over; nothing is written");
    }
  }
}
