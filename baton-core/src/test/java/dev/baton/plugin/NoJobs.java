// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

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

/** An implementation of {@link Jobs} without jobs; posting is not supported. */
final class NoJobs implements Jobs {
  @Override
  public List<PostResult> post(List<JobSpec> specs) {
    throw new UnsupportedOperationException("post");
  }

  @Override
  public Optional<Job> find(JobId id) {
    return Optional.empty();
  }

  @Override
  public JobPage search(JobQuery query) {
    return new JobPage(0, List.of(), Map.of());
  }

  @Override
  public Job edit(JobId id, UnaryOperator<Job> edit) {
    throw new UnsupportedOperationException("edit");
  }

  @Override
  public Job cancel(JobId id) {
    throw new UnsupportedOperationException("cancel");
  }

  @Override
  public Job retry(JobId id) {
    throw new UnsupportedOperationException("retry");
  }

  @Override
  public Job retryOnce(JobId id, String key) {
    throw new UnsupportedOperationException("retry");
  }

  @Override
  public Job cancelAndRevert(JobId id) {
    throw new UnsupportedOperationException("cancelAndRevert");
  }

  @Override
  public Job continueFlow(JobId id, @Nullable String from) {
    throw new UnsupportedOperationException("continueFlow");
  }

  @Override
  public Job signal(JobId id, String name, JsonNode value) {
    throw new UnsupportedOperationException("signal");
  }

  @Override
  public void delete(JobId id) {
    throw new UnsupportedOperationException("delete");
  }

  @Override
  public long deleteAll(Filter filter) {
    return 0;
  }
}
