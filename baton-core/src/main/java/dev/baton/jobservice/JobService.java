// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.access.Caller;
import dev.baton.access.Right;
import dev.baton.job.ExecutorJobService;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobStore;
import dev.baton.job.Jobs;
import dev.baton.job.PostResult;
import dev.baton.plugin.PostCheck;
import dev.baton.service.Clock;
import dev.baton.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Posts and changes jobs for every caller, from REST or from a running action. Thread-safe.
 *
 * <p>The rules are Nuvla's (docs/spec/nuvla.md §7, §8), with these differences: every user who is
 * logged in may post actions that are not for administrators only; only administrators may name
 * owners other than themselves; a user who may edit a job without owning it cannot change what the
 * job does, because the job runs with the rights of its owners.
 */
public final class JobService implements ExecutorJobService {

  private final JobStore store;
  private final PostCheck check;
  private final CheckQuota quota;
  private final Administrators administrators;
  private final TracePosts tracePosts;
  private final Clock clock;
  private final AwaitedChildJobs awaitedChildJobs;

  /** A service without quotas. */
  public JobService(JobStore store, PostCheck check, Clock clock) {
    this(store, check, JobQuotas.UNLIMITED, clock);
  }

  public JobService(JobStore store, PostCheck check, JobQuotas quotas, Clock clock) {
    this(
        store,
        check,
        new CheckQuota(store, quotas, clock),
        Administrators.NONE,
        new TracePosts(Tracer.OFF),
        clock);
  }

  private JobService(
      JobStore store,
      PostCheck check,
      CheckQuota quota,
      Administrators administrators,
      TracePosts tracePosts,
      Clock clock) {
    this.store = store;
    this.administrators = administrators;
    this.tracePosts = tracePosts;
    this.check = check;
    this.quota = quota;
    this.clock = clock;
    this.awaitedChildJobs = new AwaitedChildJobs(store, clock);
  }

  /**
   * Returns a copy of this service that knows the administrators. In the copy, a running job has
   * the rights of an administrator if all its owners are administrators.
   */
  public JobService withAdministrators(Administrators users) {
    return new JobService(store, check, quota, users, tracePosts, clock);
  }

  /** Returns a copy of this service whose posts are spans, and begin traces. */
  public JobService withTracer(Tracer tracer) {
    return new JobService(store, check, quota, administrators, new TracePosts(tracer), clock);
  }

  /** Returns an object that reads and changes jobs with the rights of this caller. */
  public Jobs forCaller(Caller caller) {
    return new CallerJobService(store, postJobs(caller), clock, caller);
  }

  @Override
  public Jobs forRun(Job job) {
    Caller caller = JobOwners.callerFor(job, administrators);
    PostJobs postJobs = postsOf(job);
    return new RunJobService(store, postJobs, clock, caller, job);
  }

  /**
   * Returns an object that carries out a bulk request of a caller.
   *
   * @param key for a retry: the key of {@link Jobs#retryOnce}, so that no job is retried twice
   *     under one key
   */
  public BulkChange bulk(Caller caller, BulkRequest request, String key) {
    Jobs jobs = forCaller(caller);
    return new BulkChange(jobs, new BulkSelection(jobs, caller, request, clock.now(), null), key);
  }

  /**
   * Prepares a bulk request that a bulk job carries out, with the rights of the owner of the bulk
   * job, on the jobs that existed when the bulk job was posted.
   *
   * @param run the bulk job
   * @param jobs reads and changes jobs with the rights that the action of the bulk job has
   */
  public static BulkChange bulk(Job run, Jobs jobs, BulkRequest request) {
    Caller owners = JobOwners.callerFor(run, Administrators.NONE);
    BulkSelection selection = new BulkSelection(jobs, owners, request, run.created(), run.id());
    return new BulkChange(jobs, selection, run.id().uuid());
  }

  @Override
  public PostResult postChild(Job parent, String key, JobSpec spec) {
    return awaitedChildJobs.post(postsOf(parent), parent, key, spec);
  }

  @Override
  public PostResult postChildWithAuthorRights(Job parent, String key, JobSpec spec) {
    return awaitedChildJobs.post(postJobs(Caller.internal()), parent, key, spec);
  }

  @Override
  public PostResult postRevert(Job parent, String key, Job child) {
    return awaitedChildJobs.postRevert(postsOf(parent), parent, key, child);
  }

  @Override
  public void notifyParent(Job child) {
    awaitedChildJobs.notifyParent(child);
  }

  /**
   * Posts child jobs of a running job under names that the action chooses. A second post with the
   * same name posts nothing.
   *
   * @param keyed whether the names are keys, by which a later attempt of the job finds the child
   *     jobs
   */
  public List<PostResult> postChildren(Job run, Map<String, JobSpec> specs, boolean keyed) {
    List<PostJobs.ChildRequest> children = new ArrayList<>();
    specs.forEach((name, spec) -> {
      PostJobs.ChildRequest childRequest = PostJobs.ChildRequest.under(run, name, spec);
      children.add(keyed ? childRequest : childRequest.withoutKey());
    });
    return postsOf(run).postChildrenOnce(run, children);
  }

  /**
   * Returns a job that a running job may read: a job whose data the owners of the running job may
   * see, or a child of the running job.
   */
  public Optional<Job> findForRun(Job run, JobId id) {
    Caller caller = JobOwners.callerFor(run, Administrators.NONE);
    return store
        .find(id)
        .filter(
            job -> caller.may(Right.VIEW_DATA, job.acl()) || run.id().equals(job.spec().parent()));
  }

  private PostJobs postsOf(Job job) {
    Caller owners = JobOwners.callerFor(job, administrators);
    return new PostJobs(store, check, quota, tracePosts, clock, owners, job.origin().owner());
  }

  private PostJobs postJobs(Caller caller) {
    return new PostJobs(store, check, quota, tracePosts, clock, caller, caller.activeClaim());
  }

  /**
   * Posts jobs, all or none.
   *
   * @throws dev.baton.error.InvalidInputException if an action is unknown or parameters do not fit
   * @throws dev.baton.error.ForbiddenException if the caller may not post, or may not post with
   *     these values
   * @throws dev.baton.error.ConflictException if the id of a request is taken
   * @throws dev.baton.error.QuotaExceededException if the request, or an owner, has too many jobs
   */
  public List<PostResult> post(Caller caller, List<JobRequest> requests) {
    return postJobs(caller).post(requests);
  }

  /**
   * Makes the same checks as a post, but posts nothing.
   *
   * @return the job that a post would store
   * @throws dev.baton.error.InvalidInputException as {@link #post}
   * @throws dev.baton.error.ForbiddenException as {@link #post}
   */
  public Job check(Caller caller, JobRequest request) {
    return postJobs(caller).check(request);
  }
}
