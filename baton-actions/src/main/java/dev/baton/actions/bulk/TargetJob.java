// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import dev.baton.job.JobId;
import dev.baton.job.ResourceRef;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;

/** Reads the job that another job names as its target. */
final class TargetJob {

  private TargetJob() {}

  static JobId of(JobRun run) throws JobFailedException {
    ResourceRef target = run.job().spec().target();
    if (target == null || !target.href().startsWith("job/")) {
      throw new JobFailedException(
          1,
          "target-resource is "
              + (target == null ? "not given" : "'" + target.href() + "'")
              + "; expected the job that "
              + run.job().spec().action()
              + " is about, as 'job/<uuid>'",
          false);
    }
    return JobId.parse(target.href());
  }
}
