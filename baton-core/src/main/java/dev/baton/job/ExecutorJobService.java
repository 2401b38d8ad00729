// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

/**
 * Gives a running job access to other jobs, with the rights of the running job's owners.
 * Thread-safe. Every method may throw {@link dev.baton.error.UnavailableException}.
 */
public interface ExecutorJobService {

  /**
   * Returns an object with which the action of a running job reads and changes other jobs. It has
   * the rights of the running job's owners. Jobs that the action posts have the running job as
   * parent, and have its acl and its creator.
   *
   * @param run the running job, as its claim contains it
   */
  Jobs forRun(Job run);

  /**
   * Posts a child job exactly once: if the parent has used the key before, nothing is posted,
   * whatever the state of the existing child job is. The parent receives a signal when the child
   * job ends.
   *
   * @throws dev.baton.error.InvalidInputException if the action is unknown or its parameters are
   *     invalid
   * @throws dev.baton.error.ForbiddenException if the owners of the parent may not post the job
   * @throws dev.baton.error.LostClaimException if the parent was cancelled
   */
  PostResult postChild(Job parent, String key, JobSpec spec);

  /**
   * Like {@link #postChild}, but may post a job whose action is only for administrators, even if
   * the owners of the parent are not administrators. It is for child jobs that are part of the code
   * of the parent's action, not for child jobs that the users who posted the parent describe.
   *
   * @throws dev.baton.error.ForbiddenException also if the executor has no more rights than the
   *     parent's owners, as an executor that has only an executor's key
   */
  PostResult postChildWithAuthorRights(Job parent, String key, JobSpec spec);

  /**
   * Like {@link #postChild}, for a child job that reverts the flow of another, final child job.
   *
   * @param child the final child job whose flow is reverted
   */
  PostResult postRevert(Job parent, String key, Job child);

  /**
   * Sends a signal to the parent of a final job, if the parent waits for the end of the job. Must
   * be called after the store has recorded the end of the job.
   */
  void notifyParent(Job child);
}
