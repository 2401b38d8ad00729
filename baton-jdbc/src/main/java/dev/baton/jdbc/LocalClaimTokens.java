// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.job.JobId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The claims that this process was granted and has not ended yet. This cache only saves statements:
 * if it does not contain a claim, callers query the database.
 */
final class LocalClaimTokens {

  private final Map<JobId, Long> tokens = new ConcurrentHashMap<>();

  void add(JobId job, long token) {
    tokens.merge(job, token, Math::max);
  }

  boolean contains(JobId job, long token) {
    Long held = tokens.get(job);
    return held != null && held == token;
  }

  void remove(JobId job, long token) {
    tokens.remove(job, token);
  }
}
