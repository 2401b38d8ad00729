// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import dev.baton.job.Job;
import dev.baton.job.JobState;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job that a board considers for a claim.
 *
 * @param now the time of the clock by which the board decides whether a job is due
 */
public record ClaimCandidate(Job job, Holder holder, Instant now) {

  /** The holder of the job, if there is one. */
  public enum Holder {
    /** Nobody. The job was posted and not started, or the claim under which it ran has ended. */
    NOBODY,
    /** An executor that has a claim on the job. */
    CLAIM,
    /** A client, or an executor of other software, that set the job to RUNNING. */
    CLIENT,
    /** The action has returned, and another job will end this job. */
    PARKED
  }

  /**
   * Returns a job as the postings of a board show it.
   *
   * @param posting the posting of the job; null if the board has none
   */
  public static ClaimCandidate of(Job job, JobBoard.@Nullable Posting posting, Instant now) {
    boolean claimed = posting != null && posting.owner() != null;
    return new ClaimCandidate(job, claimed ? Holder.CLAIM : Holder.NOBODY, now);
  }

  /**
   * Returns the first gate that is closed for every executor; empty if no gate is, so that it
   * depends on the executor whether it may claim the job. Pure and fast. Before a board grants a
   * claim, it calls this method with data that it has read under its lock. A call with older data
   * only sorts out jobs early.
   */
  public Optional<Gate> closedGate() {
    return Arrays.stream(Gate.values()).filter(gate -> !gate.admits(this)).findFirst();
  }

  /** Whether the job waits on the board or is claimed from it. */
  public boolean isOnBoard() {
    return Gate.STATE.admits(this) && Gate.MODE.admits(this);
  }

  boolean isQueued() {
    return job.state() == JobState.QUEUED;
  }
}
