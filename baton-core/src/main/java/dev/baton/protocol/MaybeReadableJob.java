// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.protocol;

import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import org.jspecify.annotations.Nullable;

/**
 * A job in a reply that contains several jobs. Its JSON form is the form of the job. A job of a
 * later release that this release cannot read does not make the whole reply unreadable, and can
 * still be refused or abandoned.
 *
 * @param token the token of its claim
 * @param job null if it cannot be read
 * @param problem why it cannot be read
 */
public record MaybeReadableJob(
    JobId id, long token, @Nullable Job job, @Nullable InvalidInputException problem) {

  public static MaybeReadableJob of(Job job) {
    return new MaybeReadableJob(job.id(), job.status().token(), job, null);
  }

  /**
   * Returns the job.
   *
   * @throws InvalidInputException if it cannot be read
   */
  public Job read() {
    if (job == null) {
      throw new InvalidInputException(id + " cannot be read", problem);
    }
    return job;
  }
}
