// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.job.JobId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest claim of each job that a board session was granted. The executor may act only on these
 * jobs. A claim stays in this list after the claim has ended; the store checks by the fencing token
 * whether the claim is still valid. Bounded: the oldest claims are removed first. Thread-safe.
 */
final class GrantedClaims {

  private static final int MAX_CLAIMS = 20_000;

  // Guarded by its own monitor.
  private final Map<JobId, Long> tokens = new LinkedHashMap<>();

  void add(JobId job, long token) {
    synchronized (tokens) {
      tokens.remove(job);
      tokens.put(job, token);
      if (tokens.size() > MAX_CLAIMS) {
        tokens.remove(tokens.keySet().iterator().next());
      }
    }
  }

  boolean has(JobId job, @Nullable Long token) {
    synchronized (tokens) {
      Long granted = tokens.get(job);
      return granted != null && (token == null || token.equals(granted));
    }
  }
}
