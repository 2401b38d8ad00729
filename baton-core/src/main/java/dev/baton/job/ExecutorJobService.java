// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

/**
 * What a running job may do with other jobs: as much as its owners may. Thread-safe. Every method
 * may throw {@link dev.baton.error.UnavailableException}.
 */
public interface ExecutorJobService {

  /**
   * What the action of this job may do: what its owners may. Jobs that it posts get it as parent,
   * and its acl and creator.
   *
   * @param run as it was claimed
   */
  Jobs forRun(Job run);

  /**
   * Posts a child of a job, once only: under a key that was used before nothing is posted, whatever
   * became of that child. The parent is sent a signal when the child ends.
   *
   * @throws dev.baton.error.InvalidInputException if the action is unknown or its parameters do not
   *     fit
   * @throws dev.baton.error.ForbiddenException if the owners of the parent may not post it
   * @throws dev.baton.error.LostClaimException if the parent was cancelled
   */
  PostResult postChild(Job parent, String key, JobSpec spec);

  /**
   * As {@link #postChild}, also where the action is for administrators and the parent's owners are
   * none: for jobs that the author of the parent's action wrote, not those who posted the parent.
   *
   * @throws dev.baton.error.ForbiddenException also where the rights of executors end with those of
   *     the parent's owners, as for an executor that has only its own key
   */
  PostResult postChildWithAuthorRights(Job parent, String key, JobSpec spec);

  /** As {@link #postChild}: the job that undoes what the flow of a final child did. */
  PostResult postRevert(Job parent, String key, Job child);

  /**
   * To be called when a job has become final: sends a signal to its parent, if that waits for it.
   */
  void notifyParent(Job child);
}
