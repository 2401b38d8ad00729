// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

/** How a claim ended without a write of its executor, so that another executor resumes the job. */
public enum ClaimEnd {
  /** The executor gave this job back in order. */
  ABANDONED,
  /** The executor gave this job back and ran nothing of it, for example because it learned late. */
  ABANDONED_UNSTARTED,
  /**
   * The executor left the board with the claim. It may have done so because it could not confirm
   * its lease: nobody can tell whether the claim was still trusted.
   */
  BOARD_LEFT,
  /** The executor died, or its lease ran out. */
  LEASE_LOST;

  /** What the history tells of it. */
  public JobEvent.Kind event() {
    return switch (this) {
      case ABANDONED, ABANDONED_UNSTARTED, BOARD_LEFT -> JobEvent.Kind.ABANDONED;
      case LEASE_LOST -> JobEvent.Kind.LOST;
    };
  }
}
