// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import dev.baton.job.PostResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Delegates to {@link Jobs} and remembers when the store does not answer. */
record OutageTrackingJobs(Jobs jobs, StoreOutages outages) implements Jobs {

  @Override
  public List<PostResult> post(List<JobSpec> specs) {
    return outages.call(() -> jobs.post(specs));
  }

  @Override
  public List<PostResult> postOnce(Map<String, JobSpec> specs) {
    return outages.call(() -> jobs.postOnce(specs));
  }

  @Override
  public Optional<Job> find(JobId id) {
    return outages.call(() -> jobs.find(id));
  }

  @Override
  public JobPage search(JobQuery query) {
    return outages.call(() -> jobs.search(query));
  }

  @Override
  public Job edit(JobId id, UnaryOperator<Job> edit) {
    return outages.call(() -> jobs.edit(id, edit));
  }

  @Override
  public Job cancel(JobId id) {
    return outages.call(() -> jobs.cancel(id));
  }

  @Override
  public Job cancelAndRevert(JobId id) {
    return outages.call(() -> jobs.cancelAndRevert(id));
  }

  @Override
  public Job continueFlow(JobId id, @Nullable String from) {
    return outages.call(() -> jobs.continueFlow(id, from));
  }

  @Override
  public Job retry(JobId id) {
    return outages.call(() -> jobs.retry(id));
  }

  @Override
  public Job retryOnce(JobId id, String key) {
    return outages.call(() -> jobs.retryOnce(id, key));
  }

  @Override
  public Job signal(JobId id, String name, JsonNode value) {
    return outages.call(() -> jobs.signal(id, name, value));
  }

  @Override
  public void delete(JobId id) {
    outages.runStatement(() -> jobs.delete(id));
  }

  @Override
  public long deleteAll(Filter filter) {
    return outages.call(() -> jobs.deleteAll(filter));
  }
}
