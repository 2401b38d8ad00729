// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.MissingRights;
import dev.baton.access.Principals;
import dev.baton.access.Right;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.error.NotFoundException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobOrigin;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.JobStore;
import dev.baton.job.PostResult;
import dev.baton.job.ResourceRef;
import dev.baton.plugin.PostCheck;
import dev.baton.service.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the posts of one caller and stores their jobs.
 *
 * @param account the principal whose quotas and unique keys are used if no owner of a job has an
 *     account; if a running job posts, the owner in the origin of that job
 */
record PostJobs(
    JobStore store,
    PostCheck check,
    CheckQuota quota,
    TracePosts trace,
    Clock clock,
    Caller caller,
    String account) {

  /**
   * A request of a running job to post a child job.
   *
   * @param id derived from the parent's id and a name, so that a second post with the name finds
   *     the job of the first post
   * @param awaited whether the parent waits for the end of the child
   */
  record ChildRequest(
      JobId id,
      @Nullable String key,
      JobSpec spec,
      boolean awaited,
      SortedMap<String, JsonNode> signals) {

    /**
     * Returns a request for a child job under a key. The parent does not wait for the end of the
     * child job.
     */
    static ChildRequest under(Job parent, String key, JobSpec spec) {
      JobId id = JobId.ofChild(parent.id(), key);
      return new ChildRequest(id, key, spec, false, Collections.emptySortedMap());
    }

    ChildRequest withoutKey() {
      return new ChildRequest(id, null, spec, awaited, signals);
    }
  }

  List<PostResult> post(List<JobRequest> requests) {
    checkLoggedIn(caller);
    quota.checkRequest(caller, requests.size());
    checkParents(requests);
    List<Job> jobs = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      try {
        jobs.add(accepted(requests.get(i)));
      } catch (InvalidInputException e) {
        throw requests.size() == 1 ? e : e.ofListElement("job", i);
      }
    }
    return add(jobs);
  }

  /**
   * Returns the job that {@link #post} would store. Makes all checks of a post, except the quota.
   */
  Job check(JobRequest request) {
    checkLoggedIn(caller);
    checkParents(List.of(request));
    return accepted(request);
  }

  /**
   * Posts child jobs of a running job, each with a new id. The right to post children of the parent
   * is not checked, because the parent itself posts them.
   */
  List<PostResult> postChildren(Job parent, List<JobSpec> specs) {
    List<Job> jobs =
        specs.stream()
            .map(spec -> new ChildRequest(newId(), null, spec, false, Collections.emptySortedMap()))
            .map(childRequest -> job(parent, childRequest))
            .toList();
    List<PostResult> posted = add(jobs);
    checkAlive(parent.id(), posted);
    return posted;
  }

  /**
   * Posts child jobs under the given ids. A child job that exists already is not posted again, and
   * its result says that it is not new.
   */
  List<PostResult> postChildrenOnce(Job parent, List<ChildRequest> children) {
    List<Job> jobs = children.stream().map(childRequest -> job(parent, childRequest)).toList();
    Set<JobId> present = new HashSet<>();
    if (jobs.size() == 1 && isPresent(jobs.getFirst())) {
      present.add(jobs.getFirst().id());
    }
    Map<JobId, PostResult> posted = addMissing(jobs, present);
    checkAlive(parent.id(), List.copyOf(posted.values()));
    return jobs.stream()
        .map(job -> posted.getOrDefault(job.id(), new PostResult(job.id(), false)))
        .toList();
  }

  private Map<JobId, PostResult> addMissing(List<Job> jobs, Set<JobId> present) {
    List<Job> missing = jobs.stream().filter(job -> !present.contains(job.id())).toList();
    Map<JobId, PostResult> posted = new HashMap<>();
    if (missing.isEmpty()) {
      return posted;
    }
    try {
      List<PostResult> answers = add(missing);
      for (int i = 0; i < answers.size(); i++) {
        posted.put(missing.get(i).id(), answers.get(i));
      }
      return posted;
    } catch (ConflictException e) {
      // An earlier post, or a concurrent post, stored the same children.
      if (!present.addAll(missing.stream().filter(this::isPresent).map(Job::id).toList())) {
        throw e;
      }
      return addMissing(jobs, present);
    }
  }

  /**
   * Stores jobs after a check of the quotas of their owners.
   *
   * @throws dev.baton.error.QuotaExceededException if an owner would have too many jobs
   */
  private List<PostResult> add(List<Job> jobs) {
    if (jobs.isEmpty()) {
      return List.of();
    }
    Runnable attempted = quota.admit(caller, jobs);
    try {
      return trace.add(jobs, store::add);
    } finally {
      attempted.run();
    }
  }

  private boolean isPresent(Job job) {
    return store.find(job.id()).isPresent();
  }

  private Job job(Job parent, ChildRequest childRequest) {
    CheckControlCharacters.name("key", childRequest.key());
    Job job =
        job(
            childRequest.id(),
            TracePosts.ofChild(childRequest.spec(), parent).toBuilder().parent(parent.id()).build(),
            parent.acl(),
            parent.createdBy());
    JobOrigin origin = JobOrigin.of(JobOwners.accountOf(parent.acl(), parent.origin().owner()));
    return job.withStatus(job.status().toBuilder().signals(childRequest.signals()).build())
        .withOrigin(
            childRequest.key() == null
                ? origin
                : origin.childUnder(childRequest.key(), childRequest.awaited()));
  }

  /**
   * Cancels the new child jobs if their parent was cancelled in the meantime. The cancel of a bulk
   * job first writes CANCELED to the parent, and then searches its child jobs. It finds each child
   * job that was stored before the search. For each child job that was stored later, this check
   * finds the parent CANCELED.
   */
  private void checkAlive(JobId parent, List<PostResult> children) {
    if (store.find(parent).map(job -> job.state() == JobState.CANCELED).orElse(true)) {
      children.stream()
          .filter(PostResult::isNew)
          .forEach(child -> store.find(child.id()).ifPresent(this::drop));
      throw new LostClaimException(parent + " was cancelled; it cannot post children any more");
    }
  }

  private void drop(Job child) {
    if (!child.state().isFinal()) {
      store.replace(JobEdit.by(caller, JobEdit.inState(child, JobState.CANCELED, clock.now())));
    }
  }

  /**
   * Posts a copy of a job. The right to post children of its parent was checked when the job itself
   * was posted.
   *
   * @throws ConflictException if another job has the unique key
   */
  PostResult postCopy(
      JobId id, JobSpec spec, Acl acl, JobOrigin origin, SortedMap<String, JsonNode> signals) {
    checkLoggedIn(caller);
    Job copy = job(id, TracePosts.ofCopy(spec), acl, caller.userId()).withOrigin(origin);
    JobStatus status = copy.status().toBuilder().signals(signals).build();
    List<Job> jobs = List.of(copy.withStatus(status));
    PostResult postResult = add(jobs).getFirst();
    if (!postResult.isNew()) {
      throw new ConflictException(
          "unique-key '"
              + spec.uniqueKey()
              + "' is taken by "
              + postResult.id()
              + ", which is not final; wait for its end, or cancel it, and try again");
    }
    return postResult;
  }

  /**
   * Posts a job with which Baton carries out a request of the caller.
   *
   * @param forJob the new job has the acl and the owner of this job
   * @param work the kind of the request; the unique keys of all such jobs have their own namespace
   */
  void postInternal(JobSpec spec, Job forJob, String work) {
    Job job = Job.posted(newId(), spec, forJob.acl(), clock.now(), caller.userId());
    String owner = JobOwners.accountOf(forJob.acl(), forJob.origin().owner());
    JobOrigin origin = JobOrigin.of(owner).ownWork(work);
    trace.add(List.of(withTargetAffected(job).withOrigin(origin)), store::add);
  }

  /**
   * Checks a spec that an edit changed.
   *
   * @throws dev.baton.error.InvalidInputException if the spec could not be posted
   */
  void checkEdited(JobSpec spec) {
    check.checked(spec, caller);
  }

  /** Returns the known actions that handle a cancel themselves, by a signal. */
  Set<String> actionsThatHandleCancel() {
    return check.actionsThatHandleCancel();
  }

  static void checkLoggedIn(Caller caller) {
    if (!caller.isAdmin() && !caller.claims().contains(Principals.USER)) {
      throw MissingRights.of(caller, Principals.USER);
    }
  }

  private Job accepted(JobRequest request) {
    Acl acl = request.acl() == null ? Acl.ownedBy(caller.activeClaim()) : request.acl();
    JobOwners.checkNew(acl, Set.of(), caller);
    boolean named = caller.isAdmin() && request.createdBy() != null;
    JobId id = caller.isAdmin() ? request.id() : null;
    JobSpec checked =
        request.allowsUnknownAction()
            ? check.checkedOrUnknown(request.spec(), caller)
            : check.checked(request.spec(), caller);
    Job job =
        checkedJob(
            id == null ? newId() : id,
            checked,
            acl,
            named ? Objects.requireNonNull(request.createdBy()) : caller.userId());
    JobOrigin origin = JobOrigin.of(JobOwners.accountOf(acl, account));
    String distribution = caller.isAdmin() ? request.distribution() : null;
    Instant now = clock.now();
    JobStatus status = CheckStartTime.checked(request.status(), now);
    Job posted = JobEdit.inState(job.withStatus(status), JobState.QUEUED, now);
    return posted.withOrigin(distribution == null ? origin : origin.postedBy(distribution));
  }

  private JobId newId() {
    return JobId.create(clock.now());
  }

  private Job job(JobId id, JobSpec spec, Acl acl, String createdBy) {
    return checkedJob(id, check.checked(spec, caller), acl, createdBy);
  }

  private Job checkedJob(JobId id, JobSpec checked, Acl acl, String createdBy) {
    CheckControlCharacters.check(checked);
    return withTargetAffected(Job.posted(id, checked, acl, clock.now(), createdBy));
  }

  private static Job withTargetAffected(Job job) {
    JobSpec spec = job.spec();
    ResourceRef target = spec.target();
    if (target == null
        || spec.affected().stream().anyMatch(other -> other.href().equals(target.href()))) {
      return job;
    }
    List<ResourceRef> affected = new ArrayList<>(spec.affected());
    affected.add(ResourceRef.of(target.href()));
    return job.withSpec(spec.toBuilder().affected(affected).build());
  }

  /**
   * Checks that the caller may manage the parents that the requests name. Child jobs count in the
   * result of their parent, so no other user may add child jobs.
   */
  private void checkParents(List<JobRequest> requests) {
    if (caller.isAdmin()) {
      return;
    }
    Set<JobId> parents =
        requests.stream()
            .map(request -> request.spec().parent())
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    parents.forEach(this::checkParent);
  }

  private void checkParent(JobId id) {
    Job parent =
        store.find(id).orElseThrow(() -> new NotFoundException("parent-job " + id + " not found"));
    if (!caller.may(Right.MANAGE, parent.acl())) {
      throw new ForbiddenException("invalid credentials for '" + id + "' as parent-job");
    }
  }
}
