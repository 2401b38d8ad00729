// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

/**
 * The reasons for which a claim ends while its job is not finished, so that another executor
 * resumes the job.
 */
public enum ClaimEnd {
  /** The executor abandoned the job after it had stopped the work on the job. */
  ABANDONED,
  /**
   * The executor abandoned the job before it ran anything for the job, for example because it
   * learned of the claim late.
   */
  ABANDONED_UNSTARTED,
  /**
   * The executor left the board while it held the claim. It is unknown whether the claim was still
   * valid then, because an executor also leaves the board when it cannot confirm its lease.
   */
  BOARD_LEFT,
  /** The executor died, or its lease expired. */
  LEASE_LOST;

  /** The kind of job event that records this end of a claim in the history. */
  public JobEvent.Kind event() {
    return switch (this) {
      case ABANDONED, ABANDONED_UNSTARTED, BOARD_LEFT -> JobEvent.Kind.ABANDONED;
      case LEASE_LOST -> JobEvent.Kind.LOST;
    };
  }
}
