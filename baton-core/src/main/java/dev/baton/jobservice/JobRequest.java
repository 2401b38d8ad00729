// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.access.Acl;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * A request to post one job. The values that are for administrators only are ignored for other
 * callers.
 *
 * @param acl null means that the caller's active claim owns the job
 * @param createdBy for administrators only; null means the caller
 * @param id for administrators only, for posts that must not happen twice; null means a new id
 * @param allowsUnknownAction whether the action may be one that no process ever provided; if it is,
 *     only administrators may post it
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

  /** A post that happens only once: a second post with the same id is refused. */
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
