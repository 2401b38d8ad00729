// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import dev.baton.job.PostResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes jobs with the rights of a running job. Jobs that it posts become its children.
 */
record RunJobService(CallerJobService jobs, PostJobs postJobs, Job run) implements Jobs {

  @Override
  public List<PostResult> post(List<JobSpec> specs) {
    return postJobs.postChildren(run, specs);
  }

  @Override
  public List<PostResult> postOnce(Map<String, JobSpec> specs) {
    List<PostJobs.ChildRequest> children = new ArrayList<>();
    specs.forEach((key, spec) -> children.add(PostJobs.ChildRequest.under(run, key, spec)));
    return postJobs.postChildrenOnce(run, children);
  }

  /** A job can see its own children, even if their owners changed the access control lists. */
  @Override
  public Optional<Job> find(JobId id) {
    return jobs.stored(id).filter(job -> jobs.maySee(job) || run.id().equals(job.spec().parent()));
  }

  @Override
  public JobPage search(JobQuery query) {
    return jobs.search(query);
  }

  @Override
  public Job edit(JobId id, UnaryOperator<Job> edit) {
    return jobs.edit(id, edit);
  }

  @Override
  public Job cancel(JobId id) {
    return jobs.cancel(id);
  }

  @Override
  public Job cancelAndRevert(JobId id) {
    return jobs.cancelAndRevert(id);
  }

  @Override
  public Job continueFlow(JobId id, @Nullable String from) {
    return jobs.continueFlow(id, from);
  }

  @Override
  public Job retry(JobId id) {
    return jobs.retry(id);
  }

  @Override
  public Job retryOnce(JobId id, String key) {
    return jobs.retryOnce(id, key);
  }

  @Override
  public Job signal(JobId id, String name, JsonNode value) {
    return jobs.signal(id, name, value);
  }

  @Override
  public void delete(JobId id) {
    jobs.delete(id);
  }

  @Override
  public long deleteAll(Filter filter) {
    return jobs.deleteAll(filter);
  }
}
