// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.access.Acl;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * A post with what may be said of it beside the spec.
 *
 * @param acl null is owned by the caller's active claim
 * @param createdBy heeded from administrators only; null is the caller
 * @param id heeded from administrators only: for posts that must not happen twice; null is a new
 *     one
 * @param allowsUnknownAction whether the action may be one that no process ever provided; heeded
 *     from administrators only
 * @param distribution the distribution that posts the job, heeded from administrators only
 * @param status what is said of the job beforehand; its state is QUEUED whatever this says
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

  /** A post that happens once only: a second one under the same id is refused. */
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

  /** The same request, with something said of its status. */
  public JobRequest withStatus(JobStatus given) {
    return new JobRequest(spec, acl, createdBy, id, allowsUnknownAction, distribution, given);
  }
}
