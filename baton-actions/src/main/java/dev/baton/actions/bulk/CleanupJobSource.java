// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.Jobs;
import dev.baton.job.ResourceRef;
import dev.baton.plugin.JobSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Posts one job that removes old final jobs, unless there are none. */
public final class CleanupJobSource implements JobSource {

  private static final Set<JobState> FINAL =
      Set.of(JobState.SUCCESS, JobState.FAILED, JobState.CANCELED);

  @Override
  public List<JobSpec> jobs(Instant time, Jobs jobs) {
    Instant limit = time.minus(Duration.parse(CleanupJobs.KEPT));
    JobQuery old = JobQuery.of(CleanupJobs.postedBefore(limit, FINAL), 1);
    return jobs.search(old).jobs().isEmpty()
        ? List.of()
        : List.of(JobSpec.builder("cleanup_jobs").target(ResourceRef.of("job")).build());
  }
}
