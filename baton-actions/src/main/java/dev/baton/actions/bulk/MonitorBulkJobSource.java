// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import dev.baton.filter.Filter;
import dev.baton.job.Job;
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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Posts a monitor job for each running bulk job that waits for its children, unless it has one. One
 * search may not return all such bulk jobs. Therefore each scheduled time continues after the last
 * bulk job of the previous time, and after the last bulk job of all it starts again. So the bulk
 * jobs of one user cannot keep those of others from being monitored.
 */
public final class MonitorBulkJobSource implements JobSource {
  private static final Filter TO_MONITOR =
      new Filter.All(
          List.of(
              new Filter.Prefix(Filter.Path.of("action"), JobSpec.BULK_PREFIX),
              JobFilters.inStates(Set.of(JobState.RUNNING)),
              new Filter.NotEqual(Filter.Path.of("parked"), new Filter.Value.Null())));

  private final int window;
  // How many bulk jobs the next scheduled time skips, in the order of their creation.
  private final AtomicInteger offset = new AtomicInteger();

  public MonitorBulkJobSource() {
    this(JobQuery.MAX_PAGE);
  }

  /**
   * @param window the number of bulk jobs that one scheduled time handles
   */
  MonitorBulkJobSource(int window) {
    this.window = window;
  }

  @Override
  public List<JobSpec> jobs(Instant time, Jobs jobs) {
    List<Job> found = window(jobs, offset.get());
    if (found.isEmpty() && offset.getAndSet(0) > 0) {
      found = window(jobs, 0);
    }
    // When bulk jobs end, the following bulk jobs move forward, and the next scheduled time may
    // skip some of them. A later scheduled time, which starts at the first bulk job again, finds
    // the skipped bulk jobs.
    offset.set(found.size() < window ? 0 : offset.get() + window);
    return found.stream().map(job -> monitor(job.id())).toList();
  }

  private List<Job> window(Jobs jobs, int from) {
    return jobs.search(
            new JobQuery(TO_MONITOR, null, List.of(), from + 1, from + window, List.of()))
        .jobs();
  }

  private static JobSpec monitor(JobId bulk) {
    return JobSpec.builder("monitor_bulk_job")
        .target(ResourceRef.of(bulk.toString()))
        .uniqueKey("monitor_bulk_job/" + bulk.uuid())
        .build();
  }
}
