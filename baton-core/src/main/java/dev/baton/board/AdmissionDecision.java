// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

/** Whether an executor may claim a job now. */
public sealed interface AdmissionDecision {

  /** The executor may claim the job. */
  record Admitted() implements AdmissionDecision {}

  /**
   * At least one gate is closed for this executor. The board leaves the job to other executors for
   * a few seconds.
   *
   * @param gate the first closed gate
   * @param reason why the gate is closed, in one line for display
   */
  record NotNow(Gate gate, String reason) implements AdmissionDecision {}

  /**
   * The decision is not known yet, because a server must first ask the remote executor for it. In
   * this call of {@link BoardSession#claim}, the board grants neither this job nor a job after it.
   * It still calls the admission for a limited number of further jobs, so that the server can ask
   * about several jobs at once. The next call of {@code claim} asks the admission again.
   */
  record Undecided() implements AdmissionDecision {}
}
