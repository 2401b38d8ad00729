// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.access.Acl;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A durable request to execute an action: its spec, its status, and the attributes of every CIMI
 * resource.
 *
 * @param id unique; never used again
 * @param spec the request: action, parameters and options
 * @param status the progress and the result
 * @param acl the principals that may see and change the job
 * @param origin the process or user that posted the job; fixed when the job is added to a store
 * @param created when the job was posted
 * @param createdBy the user that posted the job
 * @param updated the time of the last write
 * @param updatedBy the user that last edited the job through the API, if any
 * @param revision grows with every write; an edit names the revision from which it started
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
   * Returns a job that was never stored, for {@link JobStore#add}. Its origin names the first owner
   * that is an {@linkplain dev.baton.access.Principals#isAccount account}.
   */
  public static Job posted(JobId id, JobSpec spec, Acl acl, Instant now, String createdBy) {
    JobOrigin origin = JobOrigin.ofOwners(acl);
    return new Job(id, spec, JobStatus.queued(), acl, origin, now, createdBy, now, null, 0);
  }

  /** The state of the job. */
  public JobState state() {
    return status.state();
  }

  /** Returns the same job with another spec. The revision stays the same. */
  public Job withSpec(JobSpec newSpec) {
    return new Job(
        id, newSpec, status, acl, origin, created, createdBy, updated, updatedBy, revision);
  }

  /** Returns the same job with another status. The revision stays the same. */
  public Job withStatus(JobStatus newStatus) {
    return new Job(
        id, spec, newStatus, acl, origin, created, createdBy, updated, updatedBy, revision);
  }

  /**
   * Returns the job with a new spec, status, acl and last editor. An edit cannot change the other
   * components.
   */
  public Job edited(JobSpec newSpec, JobStatus newStatus, Acl newAcl, @Nullable String editor) {
    return new Job(
        id, newSpec, newStatus, newAcl, origin, created, createdBy, updated, editor, revision);
  }

  /**
   * Returns the job as it is after a write: with a new time of the last write, and with a revision
   * that is greater by one.
   */
  public Job written(Instant now) {
    return new Job(id, spec, status, acl, origin, created, createdBy, now, updatedBy, revision + 1);
  }

  /** Returns the same job with another origin; only for jobs that were never stored. */
  public Job withOrigin(JobOrigin newOrigin) {
    return new Job(
        id, spec, status, acl, newOrigin, created, createdBy, updated, updatedBy, revision);
  }
}
