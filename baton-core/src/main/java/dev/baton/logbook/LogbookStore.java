// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import dev.baton.job.Job;
import dev.baton.job.JobId;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the progress of flows.
 *
 * <p>Blocking and thread-safe. A method that returns has made its write durable; one that throws
 * has written nothing, save {@link dev.baton.error.UnavailableException}, after which it is unknown
 * whether the write took effect. Every method may throw that one. Concurrent writes of different
 * flows may share a transaction.
 */
public interface LogbookStore {

  /** What is stored of the flow of a job. */
  Optional<Logbook> find(JobId job);

  /**
   * The flow of another job, for one that runs. Stores that are reached with the rights of an
   * executor only answer with those flows that the owners of the running job may see.
   *
   * @param reader the running job, as it was claimed
   */
  default Optional<Logbook> findFor(Job reader, JobId job) {
    return find(job);
  }

  /**
   * Carries out everything that a write says, or nothing. The first write of a flow creates it.
   *
   * <p>Idempotent: a write whose revision is not above the stored one was carried out before, by
   * the same claim, and does nothing, so that a writer that got no answer asks again.
   *
   * @throws dev.baton.error.LostClaimException if the token is not the newest of the job, or the
   *     job is not RUNNING any more
   * @throws dev.baton.error.InvalidInputException if a value is larger than {@link
   *     AtomDetail#MAX_VALUE_LENGTH}
   */
  void write(FlowWrite write);

  /** The steps that the flow and its atoms took, oldest first; empty where there is no flow. */
  List<FlowTransition> transitions(JobId job, int offset, int limit);

  /** Removes everything of a flow; false if there was nothing. */
  boolean delete(JobId job);
}
