// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import dev.baton.job.Job;

/**
 * Decides which jobs an executor accepts. The board calls the admission before it grants a claim.
 * The {@linkplain Gate gates} are the rules of the decision.
 */
public interface Admission {

  /**
   * Whether this executor can run jobs with this action and version at all. Pure and fast. The
   * board may keep the answer for the life of the {@link BoardSession}.
   */
  boolean accepts(ActionVersion actionVersion);

  /**
   * Decides whether this executor can run the job at present. The board calls this method only for
   * jobs that require capabilities. The call may block on I/O, so boards call it outside
   * transactions and locks.
   */
  AdmissionDecision decide(Job job);

  record ActionVersion(String action, int version) {
    /** Returns the action and version of a job. */
    public static ActionVersion of(Job job) {
      return new ActionVersion(job.spec().action(), job.spec().version());
    }
  }
}
