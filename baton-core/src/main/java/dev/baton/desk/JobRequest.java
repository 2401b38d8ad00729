// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.desk;

import dev.baton.access.Acl;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
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
 */
public record JobRequest(
    JobSpec spec,
    @Nullable Acl acl,
    @Nullable String createdBy,
    @Nullable JobId id,
    boolean allowsUnknownAction,
    @Nullable String distribution) {

  public JobRequest(JobSpec spec, @Nullable Acl acl, @Nullable String createdBy) {
    this(spec, acl, createdBy, null, false, null);
  }

  public static JobRequest of(JobSpec spec) {
    return new JobRequest(spec, null, null);
  }

  /** A post that happens once only: a second one under the same id is refused. */
  public static JobRequest named(JobId id, JobSpec spec) {
    return new JobRequest(spec, null, null, id, false, null);
  }

  /** The same request, for an action that may be unknown. */
  public JobRequest allowingUnknownAction() {
    return new JobRequest(spec, acl, createdBy, id, true, distribution);
  }

  /** The same request, posted by a distribution. */
  public JobRequest postedBy(String name) {
    return new JobRequest(spec, acl, createdBy, id, allowsUnknownAction, name);
  }
}
