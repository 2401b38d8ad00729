// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

/** Whether an executor may claim a job now. */
public sealed interface AdmissionDecision {

  /** The executor may claim the job. */
  record Admitted() implements AdmissionDecision {}

  /**
   * A gate is closed. The board leaves the job to other executors for a while.
   *
   * @param reason one line for display
   */
  record NotNow(Gate gate, String reason) implements AdmissionDecision {}

  /**
   * The decision is not known yet, because it must be requested first. In this call of {@link
   * BoardSession#claim} the board grants no job that comes after this job in its order, but it
   * continues to ask about a bounded number of further jobs. The board does not remember the
   * decision.
   */
  record Undecided() implements AdmissionDecision {}
}
