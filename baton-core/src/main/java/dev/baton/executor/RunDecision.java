// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.job.RunWrite;

/** What is to be done with a job when its run is over. */
sealed interface RunDecision {

  /** This is written, then the claim is consumed. */
  record Persist(RunWrite write) implements RunDecision {}

  /** The job goes back to the board, to be resumed by another executor. */
  record Abandon() implements RunDecision {}

  /** The job is final already: only the claim is consumed. */
  record EndedElsewhere() implements RunDecision {}

  /** Nothing: the claim is lost. */
  record ClaimLost() implements RunDecision {}
}
