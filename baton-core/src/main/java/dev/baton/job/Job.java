// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.access.Acl;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One durable request that something be done: its spec, its status, and the attributes that every
 * CIMI resource has.
 *
 * @param id unique for ever
 * @param spec what was asked
 * @param status how it goes
 * @param acl who may see and change it
 * @param origin how it came to be; fixed when the job is added to a store
 * @param created when it was posted
 * @param createdBy the user that posted it
 * @param updated last write
 * @param updatedBy the user that last edited it through the API, if any
 * @param revision grows with every write; an edit names the revision that it started from
 */
public record Job(
    JobId id,
    JobSpec spec,
    JobStatus status,
    Acl acl,
    JobOrigin origin,
    Instant created,
    String createdBy,
    Instant updated,
    @Nullable String updatedBy,
    long revision) {

  /**
   * A job that was never stored, as it is handed to {@link JobStore#add}. Its origin names the
   * first owner that is an {@linkplain dev.baton.access.Principals#isAccount account}.
   */
  public static Job posted(JobId id, JobSpec spec, Acl acl, Instant now, String createdBy) {
    JobOrigin origin = JobOrigin.ofOwners(acl);
    return new Job(id, spec, JobStatus.queued(), acl, origin, now, createdBy, now, null, 0);
  }

  public JobState state() {
    return status.state();
  }

  public Job withSpec(JobSpec newSpec) {
    return new Job(
        id, newSpec, status, acl, origin, created, createdBy, updated, updatedBy, revision);
  }

  public Job withStatus(JobStatus newStatus) {
    return new Job(
        id, spec, newStatus, acl, origin, created, createdBy, updated, updatedBy, revision);
  }

  /** The same job with another origin; only for jobs that were never stored. */
  public Job withOrigin(JobOrigin newOrigin) {
    return new Job(
        id, spec, status, acl, newOrigin, created, createdBy, updated, updatedBy, revision);
  }
}
