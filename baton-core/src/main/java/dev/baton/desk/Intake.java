// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.desk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.access.Right;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.LostClaimException;
import dev.baton.error.NotFoundException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.JobStore;
import dev.baton.job.Posted;
import dev.baton.job.ResourceRef;
import dev.baton.plugin.PostCheck;
import dev.baton.service.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Turns what one caller asks for into stored jobs. */
final class Intake {

  private final JobStore store;
  private final PostCheck check;
  private final Clock clock;
  private final Caller caller;

  Intake(JobStore store, PostCheck check, Clock clock, Caller caller) {
    this.store = store;
    this.check = check;
    this.clock = clock;
    this.caller = caller;
  }

  List<Posted> post(List<JobRequest> requests) {
    checkLoggedIn(caller);
    checkParents(requests);
    List<Job> jobs = requests.stream().map(this::accepted).toList();
    return jobs.isEmpty() ? List.of() : store.add(jobs);
  }

  /** What {@link #post} would store, with all its checks. */
  Job check(JobRequest request) {
    checkLoggedIn(caller);
    checkParents(List.of(request));
    return accepted(request);
  }

  /** Posts for a job: its parenthood needs no check, it is the caller. */
  List<Posted> postChildren(Job parent, List<JobSpec> specs) {
    List<Job> jobs =
        specs.stream()
            .map(spec -> spec.toBuilder().parent(parent.id()).build())
            .map(spec -> job(spec, parent.acl(), parent.createdBy()))
            .toList();
    List<Posted> posted = jobs.isEmpty() ? List.of() : store.add(jobs);
    checkAlive(parent.id(), posted);
    return posted;
  }

  /** Posts a child under its id, unless it is there already. */
  Posted postChildOnce(Job parent, JobId id, JobSpec spec, SortedMap<String, JsonNode> signals) {
    if (store.find(id).isPresent()) {
      return new Posted(id, false);
    }
    Job job =
        job(id, spec.toBuilder().parent(parent.id()).build(), parent.acl(), parent.createdBy());
    try {
      store.add(List.of(job.withStatus(job.status().toBuilder().signals(signals).build())));
    } catch (ConflictException e) {
      if (store.find(id).isPresent()) {
        return new Posted(id, false);
      }
      throw e;
    }
    Posted posted = new Posted(id, true);
    checkAlive(parent.id(), List.of(posted));
    return posted;
  }

  /**
   * Whoever cancels a bulk job looks for its children after he wrote that it is cancelled: children
   * that are added later than that are seen here, those added earlier by him.
   */
  private void checkAlive(JobId parent, List<Posted> children) {
    if (store.find(parent).map(job -> job.state() == JobState.CANCELED).orElse(true)) {
      children.stream()
          .filter(Posted::isNew)
          .forEach(child -> store.find(child.id()).ifPresent(this::drop));
      throw new LostClaimException(parent + " was cancelled; it cannot post children any more");
    }
  }

  private void drop(Job child) {
    if (!child.state().isFinal()) {
      store.replace(JobEdit.by(caller, JobEdit.inState(child, JobState.CANCELED, clock.now())));
    }
  }

  /** Posts again what was posted before; its parent was checked then. */
  Posted postCopy(JobSpec spec, Acl acl, SortedMap<String, JsonNode> signals) {
    checkLoggedIn(caller);
    Job copy = job(spec, acl, caller.userId());
    JobStatus status = copy.status().toBuilder().signals(signals).build();
    return store.add(List.of(copy.withStatus(status))).getFirst();
  }

  /** Posts what Baton itself adds on behalf of the caller. */
  Posted postOwn(JobSpec spec, Acl acl) {
    Job job = Job.posted(JobId.create(clock.now()), spec, acl, clock.now(), caller.userId());
    return store.add(List.of(withTargetAffected(job))).getFirst();
  }

  /**
   * Judges a spec that an edit changed.
   *
   * @throws dev.baton.error.InvalidInputException if it could not be posted
   */
  void checkEdited(JobSpec spec) {
    check.checked(spec, caller);
  }

  static void checkLoggedIn(Caller caller) {
    if (!caller.isAdmin() && !caller.claims().contains(Principals.USER)) {
      throw new ForbiddenException("credentials required");
    }
  }

  private Job accepted(JobRequest request) {
    Acl acl = request.acl() == null ? Acl.ownedBy(caller.activeClaim()) : request.acl();
    Owners.checkNew(acl, Set.of(), caller);
    boolean named = caller.isAdmin() && request.createdBy() != null;
    JobId id = caller.isAdmin() ? request.id() : null;
    JobSpec checked =
        request.allowsUnknownAction()
            ? check.checkedOrUnknown(request.spec(), caller)
            : check.checked(request.spec(), caller);
    return checkedJob(
        id == null ? JobId.create(clock.now()) : id,
        checked,
        acl,
        named ? Objects.requireNonNull(request.createdBy()) : caller.userId());
  }

  private Job job(JobSpec spec, Acl acl, String createdBy) {
    return job(JobId.create(clock.now()), spec, acl, createdBy);
  }

  private Job job(JobId id, JobSpec spec, Acl acl, String createdBy) {
    return checkedJob(id, check.checked(spec, caller), acl, createdBy);
  }

  private Job checkedJob(JobId id, JobSpec checked, Acl acl, String createdBy) {
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

  /** Children count in their parent's result, so strangers may not add any. */
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
