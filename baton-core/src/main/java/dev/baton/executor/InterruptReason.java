// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

/**
 * The reason why a run was interrupted. A later reason replaces an earlier reason if the later
 * reason is further down in this list.
 */
enum InterruptReason {
  /** The executor stops and the grace period is over: the job is abandoned for another executor. */
  STOPPING,
  /** The attempt ran for longer than its timeout. */
  TIMED_OUT,
  /** Somebody ended the job, or the store refused a write of this claim. */
  ENDED_ELSEWHERE,
  /** The claim is lost, so nothing may be written any more. */
  CLAIM_LOST
}
