// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

/**
 * Gives a running job access to other jobs, with the rights of the running job's owners.
 * Thread-safe. Every method may throw {@link dev.baton.error.UnavailableException}.
 */
public interface ExecutorJobService {

  /**
   * Returns the access of a running job's action to other jobs, with the rights of the job's
   * owners. Jobs that the action posts get the running job as parent, and the same acl and creator.
   *
   * @param run the job as it was claimed
   */
  Jobs forRun(Job run);

  /**
   * Posts a child job exactly once: if the key was used before, nothing is posted, in whatever
   * state that child job is. The parent receives a signal when the child job ends.
   *
   * @throws dev.baton.error.InvalidInputException if the action is unknown or its parameters are
   *     invalid
   * @throws dev.baton.error.ForbiddenException if the owners of the parent may not post the job
   * @throws dev.baton.error.LostClaimException if the parent was cancelled
   */
  PostResult postChild(Job parent, String key, JobSpec spec);

  /**
   * Like {@link #postChild}, but also posts jobs whose action is for administrators when the
   * parent's owners are not administrators. It is for jobs that the author of the parent's action
   * wrote, not the users who posted the parent.
   *
   * @throws dev.baton.error.ForbiddenException also if the executor has no more rights than the
   *     parent's owners, as an executor that has only an executor's key
   */
  PostResult postChildWithAuthorRights(Job parent, String key, JobSpec spec);

  /** Like {@link #postChild}: posts the job that reverts the flow of a final child job. */
  PostResult postRevert(Job parent, String key, Job child);

  /**
   * Sends a signal to the parent of a job that has become final, if the parent waits for the job.
   * The caller calls this after the job has become final.
   */
  void notifyParent(Job child);
}
