// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a job on which the counts depend.
 *
 * @param access the identity of the access control list of the job
 * @param notBefore {@link dev.baton.job.JobSpec#notBefore}. A retry and a wait replace the value
 *     that the job had when it was posted
 * @param started when the job was started first
 * @param <A> how the store identifies an access control list
 */
public record CountedJob<A>(
    A access,
    String action,
    Instant created,
    @Nullable Instant notBefore,
    @Nullable Instant started) {

  /**
   * Returns when the job could be started at the earliest.
   *
   * @param start when the job was started. A {@code notBefore} after this time was set later, so it
   *     has no effect
   */
  Instant due(Instant start) {
    return notBefore == null || notBefore.isBefore(created) || notBefore.isAfter(start)
        ? created
        : notBefore;
  }
}
