// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.protocol;

import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import org.jspecify.annotations.Nullable;

/**
 * A job in a reply that contains several jobs. Its JSON form is the form of the job. If a later
 * release wrote the job and this release cannot read it, the other jobs of the reply can still be
 * read, and this job can still be refused or abandoned.
 *
 * @param token the fencing token of the newest claim of the job
 * @param job null if the job cannot be read
 * @param problem why the job cannot be read; null if it can
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
