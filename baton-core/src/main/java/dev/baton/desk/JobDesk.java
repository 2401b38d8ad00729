// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.desk;

import dev.baton.access.Caller;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobStore;
import dev.baton.job.Jobs;
import dev.baton.job.Posted;
import dev.baton.plugin.PostCheck;
import dev.baton.service.Clock;
import java.util.List;

/**
 * Where every caller, from REST or from a running action, posts and changes jobs. Thread-safe.
 *
 * <p>The rules are Nuvla's (specs/nuvla.md §7, §8), with these differences: everyone who is logged
 * in may post actions that are not for administrators only; only administrators may name owners
 * that they are not; who may edit a job without owning it cannot change what it does, since it runs
 * with its owners' rights.
 */
public final class JobDesk {

  private final JobStore store;
  private final PostCheck check;
  private final Clock clock;
  private final Family family;

  public JobDesk(JobStore store, PostCheck check, Clock clock) {
    this.store = store;
    this.check = check;
    this.clock = clock;
    this.family = new Family(store, clock);
  }

  /** What this caller may do. */
  public Jobs as(Caller caller) {
    return new CallerJobs(store, new Intake(store, check, clock, caller), clock, caller);
  }

  /**
   * What the action of this job may do: what its owners may. Jobs that it posts get it as parent,
   * and its acl and creator.
   */
  public Jobs forRun(Job job) {
    Caller caller = Owners.callerFor(job);
    Intake intake = new Intake(store, check, clock, caller);
    return new RunJobs(new CallerJobs(store, intake, clock, caller), intake, job);
  }

  /** The id of the child that a job posts under a key. */
  public static JobId childId(JobId parent, String key) {
    return Family.childId(parent, key);
  }

  /**
   * Posts a child of a job, once only: under a key that was used before nothing is posted, whatever
   * became of that child. The parent is sent a signal when the child ends.
   *
   * @throws dev.baton.error.InvalidInputException if the action is unknown or its parameters do not
   *     fit
   * @throws dev.baton.error.LostClaimException if the parent was cancelled
   */
  public Posted postChild(Job parent, String key, JobSpec spec) {
    return family.post(intakeOf(parent), parent, key, spec);
  }

  /**
   * As {@link #postChild}, also where the action is for administrators and the parent's owners are
   * none: for jobs that the author of the parent's action wrote, not those who posted the parent.
   */
  public Posted postChildOfAuthor(Job parent, String key, JobSpec spec) {
    Intake intake = new Intake(store, check, clock, Caller.internal());
    return family.post(intake, parent, key, spec);
  }

  /** As {@link #postChild}: the job that undoes what the flow of a final child did. */
  public Posted postUndo(Job parent, String key, Job child) {
    return family.undo(intakeOf(parent), parent, key, child);
  }

  /**
   * To be called when a job has become final: sends a signal to its parent, if that waits for it.
   */
  public void ended(Job child) {
    family.ended(child);
  }

  private Intake intakeOf(Job job) {
    return new Intake(store, check, clock, Owners.callerFor(job));
  }

  /**
   * Posts jobs, all or none.
   *
   * @throws dev.baton.error.InvalidInputException if an action is unknown or parameters do not fit
   * @throws dev.baton.error.ForbiddenException if the caller may not post, or not so
   * @throws dev.baton.error.ConflictException if an id that a request names is taken
   */
  public List<Posted> post(Caller caller, List<JobRequest> requests) {
    return new Intake(store, check, clock, caller).post(requests);
  }

  /**
   * Checks a request as a post would, and posts nothing.
   *
   * @return the job that would be stored
   * @throws dev.baton.error.InvalidInputException as {@link #post}
   * @throws dev.baton.error.ForbiddenException as {@link #post}
   */
  public Job check(Caller caller, JobRequest request) {
    return new Intake(store, check, clock, caller).check(request);
  }
}
