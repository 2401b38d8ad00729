// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

/** Why a run was interrupted; a later one counts if it is the stronger, that is further down. */
enum InterruptReason {
  /** The executor stops and the grace period is over: the job is handed over. */
  STOPPING,
  /** The attempt ran for longer than its timeout. */
  TIMED_OUT,
  /** Somebody ended the job, or the store refused a write of this claim. */
  ENDED_ELSEWHERE,
  /** The claim is lost: nothing may be written any more. */
  CLAIM_LOST
}
