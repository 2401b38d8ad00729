// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.job.RunWrite;

/** Says what happens to a job after its run. */
sealed interface RunDecision {

  /** The write is stored, then the claim is consumed. */
  record Persist(RunWrite write) implements RunDecision {}

  /** The claim is abandoned, so that another executor resumes the job. */
  record Abandon() implements RunDecision {}

  /** The job is final already, so only the claim is consumed. */
  record EndedElsewhere() implements RunDecision {}

  /** The claim is lost, so nothing may be written. */
  record ClaimLost() implements RunDecision {}
}
