// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Posts and reads the child jobs of a flow. Blocking and thread-safe. Every method may throw {@link
 * dev.baton.error.UnavailableException}.
 */
public interface ChildJobs {

  /**
   * The prefix of the signal that a flow gets when one of its child jobs ends. The UUID of the
   * child follows the prefix.
   */
  String ENDED_SIGNAL_PREFIX = "baton.ended.";

  /** The id that the child with this key has or will have. */
  JobId idOf(String key);

  /**
   * Posts a child job, but only once per key. A second post under the same key returns the first
   * child in any state, unless the child was deleted. The caller may therefore repeat the post
   * after its process has died at any moment.
   *
   * @param key unique among all children of this flow
   * @throws dev.baton.error.InvalidInputException if the action is unknown or its parameters are
   *     invalid
   */
  JobId post(String key, JobSpec spec);

  /**
   * Posts a child job that runs a container, as {@link #post} does. The owners of the flow do not
   * need the right to run containers themselves, because the author of the flow defines the
   * container.
   */
  JobId run(String key, Container container);

  /** The child with this key; empty if none was posted or the child was deleted. */
  Optional<Job> findPosted(String key);

  /**
   * Reads the current state of the child.
   *
   * @throws dev.baton.error.NotFoundException if somebody deleted the child
   */
  Job find(JobId child);

  /**
   * Undoes the effects of the child with this key. A child that is not final is cancelled, and its
   * flow is reverted or its container is deleted before it ends. If the child is final, another
   * job, which is posted only once, reverts its flow.
   *
   * @return the job to wait for before the next call of this method; null if nothing is left to
   *     undo
   * @throws dev.baton.error.ConflictException if the job that should undo the child failed
   */
  @Nullable JobId revert(String key);
}
