// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.error.LostClaimException;
import dev.baton.job.JobId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The claims of this process. The server knows nothing of claims; here at least nothing is written
 * under one that ended. Thread-safe.
 */
final class CimiClaimTokens {

  private final Map<JobId, Long> tokens = new ConcurrentHashMap<>();

  /** The token under which this process has the job; null if it has not. */
  @Nullable Long token(JobId job) {
    return tokens.get(job);
  }

  /** A claim begins; if there is one already it is over. */
  void begin(JobId job, long token) {
    tokens.merge(job, token, Math::max);
  }

  /** A claim ends; false if it had ended before. */
  boolean end(JobId job, long token) {
    return tokens.remove(job, token);
  }

  boolean holds(JobId job, long token) {
    return Long.valueOf(token).equals(tokens.get(job));
  }

  /**
   * Does nothing for a claim that holds.
   *
   * @throws LostClaimException if it ended
   */
  void check(JobId job, long token) {
    if (!holds(job, token)) {
      throw new LostClaimException(
          "the claim of " + job + " under token " + token + " is over; nothing is written");
    }
  }
}
