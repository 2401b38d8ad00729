// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.access.Caller;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobStore;
import dev.baton.job.PostResult;
import dev.baton.service.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and changes jobs for a running job, with the rights of its owners. Jobs that it posts
 * become child jobs of the running job.
 */
final class RunJobService extends CallerJobService {

  private final PostJobs postJobs;
  private final Job run;

  RunJobService(JobStore store, PostJobs postJobs, Clock clock, Caller caller, Job run) {
    super(store, postJobs, clock, caller);
    this.postJobs = postJobs;
    this.run = run;
  }

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

  @Override
  JobId poster() {
    return run.id();
  }

  /**
   * Returns a job that the owners of the running job may see, or a child job of the running job,
   * even if the access list of the child job was changed.
   */
  @Override
  public Optional<Job> find(JobId id) {
    return stored(id).filter(job -> maySee(job) || run.id().equals(job.spec().parent()));
  }
}
