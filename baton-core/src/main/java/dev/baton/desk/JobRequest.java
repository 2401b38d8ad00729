// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.desk;

import dev.baton.access.Acl;
import dev.baton.job.JobSpec;
import org.jspecify.annotations.Nullable;

/**
 * A post with what may be said of it beside the spec.
 *
 * @param acl null is owned by the caller's active claim
 * @param createdBy heeded from administrators only; null is the caller
 */
public record JobRequest(JobSpec spec, @Nullable Acl acl, @Nullable String createdBy) {
  public static JobRequest of(JobSpec spec) {
    return new JobRequest(spec, null, null);
  }
}
