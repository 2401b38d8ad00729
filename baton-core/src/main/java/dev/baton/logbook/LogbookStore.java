// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import dev.baton.job.Job;
import dev.baton.job.JobId;
import java.util.List;
import java.util.Optional;

/**
 * Stores the progress of flows.
 *
 * <p>Blocking and thread-safe. When a method returns, its write is durable. When a method throws,
 * it has written nothing; only after {@link dev.baton.error.UnavailableException}, which every
 * method may throw, is it unknown whether the write took effect. Concurrent writes of different
 * flows may share a transaction.
 */
public interface LogbookStore {

  /** Returns the stored progress of the flow of a job. */
  Optional<Logbook> find(JobId job);

  /**
   * Returns the flow of another job for a running job. A store that is used with the rights of an
   * executor returns only flows that the owners of the running job may see.
   *
   * @param reader the running job, as it was claimed
   */
  default Optional<Logbook> findFor(Job reader, JobId job) {
    return find(job);
  }

  /**
   * Carries out the whole write or nothing. The first write of a flow creates the flow.
   *
   * <p>Idempotent: if the revision of the write is not greater than the stored revision, the same
   * claim has carried out the write before, and it does nothing. Therefore a writer that received
   * no answer can repeat the write.
   *
   * @throws dev.baton.error.LostClaimException if the token is not the newest of the job, or the
   *     job is no longer RUNNING
   * @throws dev.baton.error.InvalidInputException if a value is larger than {@link
   *     AtomDetail#MAX_VALUE_LENGTH}
   */
  void write(FlowWrite write);

  /**
   * Returns the changes of state of the flow and its atoms, oldest first; empty if there is no
   * flow.
   */
  List<FlowTransition> transitions(JobId job, int offset, int limit);

  /** Removes everything of a flow. Returns false if nothing was stored. */
  boolean delete(JobId job);
}
