// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.filter.Filter;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.Jobs;
import dev.baton.job.ResourceRef;
import dev.baton.plugin.JobSource;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** One monitor for each running bulk job that waits for its children, unless it has one. */
final class BulkJobsToMonitor implements JobSource {
  private static final Filter TO_MONITOR =
      new Filter.All(
          List.of(
              new Filter.Prefix(Filter.Path.of("action"), JobSpec.BULK_PREFIX),
              JobFilters.inStates(Set.of(JobState.RUNNING)),
              new Filter.NotEqual(Filter.Path.of("parked"), new Filter.Value.Null())));

  @Override
  public List<JobSpec> jobs(Instant time, Jobs jobs) {
    return jobs.search(JobQuery.of(TO_MONITOR, JobQuery.MAX_WINDOW)).jobs().stream()
        .map(job -> monitor(job.id()))
        .toList();
  }

  private static JobSpec monitor(JobId bulk) {
    return JobSpec.builder("monitor_bulk_job")
        .target(ResourceRef.of(bulk.toString()))
        .uniqueKey("monitor_bulk_job/" + bulk.uuid())
        .build();
  }
}
