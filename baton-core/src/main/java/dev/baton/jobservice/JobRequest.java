// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.access.Acl;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * A request to post one job. If the caller is no administrator, values that are for administrators
 * only are ignored.
 *
 * @param acl the access list of the job; null means that the caller's active claim owns the job
 * @param createdBy the user in whose name the job is posted; for administrators only; null means
 *     the caller
 * @param id the id of the job, for a post that must not happen twice; for administrators only; null
 *     means a new id
 * @param allowsUnknownAction whether the action may be unknown, so that no process has ever
 *     provided it; only administrators may post a job for an unknown action
 * @param distribution the distribution that posts the job; for administrators only
 * @param status the initial status of the job; its state becomes QUEUED in any case
 */
public record JobRequest(
    JobSpec spec,
    @Nullable Acl acl,
    @Nullable String createdBy,
    @Nullable JobId id,
    boolean allowsUnknownAction,
    @Nullable String distribution,
    JobStatus status) {

  public JobRequest(JobSpec spec, @Nullable Acl acl, @Nullable String createdBy) {
    this(spec, acl, createdBy, null, false, null, JobStatus.queued());
  }

  public static JobRequest of(JobSpec spec) {
    return new JobRequest(spec, null, null);
  }

  /**
   * Returns a request with a chosen id, so that the post happens only once: a second post with the
   * same id is refused.
   */
  public static JobRequest named(JobId id, JobSpec spec) {
    return new JobRequest(spec, null, null, id, false, null, JobStatus.queued());
  }

  /** The same request, for an action that may be unknown. */
  public JobRequest allowingUnknownAction() {
    return new JobRequest(spec, acl, createdBy, id, true, distribution, status);
  }

  /** The same request, posted by a distribution. */
  public JobRequest postedBy(String name) {
    return new JobRequest(spec, acl, createdBy, id, allowsUnknownAction, name, status);
  }

  /** The same request, with an initial status. */
  public JobRequest withStatus(JobStatus given) {
    return new JobRequest(spec, acl, createdBy, id, allowsUnknownAction, distribution, given);
  }
}
