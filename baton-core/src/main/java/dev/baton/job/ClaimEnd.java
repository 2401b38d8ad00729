// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

/** How a claim ended without a write of its executor, so that another executor resumes the job. */
public enum ClaimEnd {
  /** The executor abandoned the job in order. */
  ABANDONED,
  /**
   * The executor abandoned the job and ran nothing of it, for example because it learned of the
   * claim late.
   */
  ABANDONED_UNSTARTED,
  /**
   * The executor left the board while it held the claim. It may have left because it could not
   * confirm its lease, so it is unknown whether the claim was still trusted.
   */
  BOARD_LEFT,
  /** The executor died, or its lease expired. */
  LEASE_LOST;

  /** The kind of event that records this end in the history. */
  public JobEvent.Kind event() {
    return switch (this) {
      case ABANDONED, ABANDONED_UNSTARTED, BOARD_LEFT -> JobEvent.Kind.ABANDONED;
      case LEASE_LOST -> JobEvent.Kind.LOST;
    };
  }
}
