// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.job.JobId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The claims that a stay was granted, the newest of each job: what the executor may act on. That a
 * claim was granted stays true after it ended; whether it still holds is for the store to say, by
 * the token. Bounded, the oldest go first. Thread-safe.
 */
final class GrantedClaims {

  private static final int MAX_CLAIMS = 20_000;

  // Guarded by itself.
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
