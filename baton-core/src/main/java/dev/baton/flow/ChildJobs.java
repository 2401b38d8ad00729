// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that a flow posts, as children of its own. Blocking and thread-safe; every method may
 * throw {@link dev.baton.error.UnavailableException}.
 */
public interface ChildJobs {

  /** What the signal begins with that a flow gets when a child of it ends; the uuid follows. */
  String ENDED_SIGNAL_PREFIX = "baton.ended.";

  /** The id of the child that is or will be posted under a key. */
  JobId idOf(String key);

  /**
   * Posts a child, once only: the second post under a key answers the first one, whatever became of
   * it, unless it was deleted. A process may therefore die at any moment between the post and
   * anything else.
   *
   * @param key unique among all children of this flow
   * @throws dev.baton.error.InvalidInputException if the action is unknown or its parameters do not
   *     fit
   */
  JobId post(String key, JobSpec spec);

  /**
   * Posts a container, as {@link #post}, also where the flow's owners may not run containers of
   * their own: what this one is, the flow's author says.
   */
  JobId run(String key, Container container);

  /** What was posted under a key; empty if nothing was, or it was deleted. */
  Optional<Job> findPosted(String key);

  /**
   * The child as it is now.
   *
   * @throws dev.baton.error.NotFoundException if somebody deleted it
   */
  Job find(JobId child);

  /**
   * Has undone what the child under a key did: one that is not final is cancelled, its flow
   * reverted or its container deleted before; the flow of one that is final is reverted by another
   * job, posted once.
   *
   * @return the job to wait for before this is asked again; null when nothing is left to undo
   * @throws dev.baton.error.ConflictException if the job that was to undo it failed
   */
  @Nullable JobId revert(String key);
}
