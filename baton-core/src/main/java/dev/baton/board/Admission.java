// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import dev.baton.job.Job;
import java.util.Optional;

/**
 * Decides which jobs an executor accepts. The board calls the admission before it grants a claim.
 */
public interface Admission {

  /**
   * The {@link #refusal} of a job for which the decision is not known yet, because it must be
   * requested first. In this call of {@link BoardSession#claim} the board grants no job that comes
   * after this job in its order, but it continues to ask about a bounded number of further jobs.
   * The board does not remember the answer. A board that does not know this value treats it like
   * any other refusal.
   */
  String UNDECIDED = "";

  /**
   * Whether this executor could ever run jobs with this action and version. Pure and fast. The
   * answer stays valid for the life of the {@link BoardSession}.
   */
  boolean accepts(ActionVersion actionVersion);

  /**
   * Returns the reason why this executor cannot run the job at present, which names the capability
   * that is false; empty if the executor can run the job. The board calls this method only for jobs
   * with required capabilities. The call may block on I/O, so boards call it outside transactions
   * and locks. After a refusal the board leaves the job to other executors for a while, except
   * after {@link #UNDECIDED}.
   */
  Optional<String> refusal(Job job);

  /** An action and its version. */
  record ActionVersion(String action, int version) {}
}
