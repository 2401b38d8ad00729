// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.board.ClaimCandidate;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobLog;
import dev.baton.job.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the job table: a job with its log, its events and its place on the board. Guarded by the
 * lock of its {@link InMemoryJobTable}.
 */
final class JobEntry {

  /** Numbers the jobs in the order in which they were posted. */
  final long number;

  final List<JobLog.NumberedLine> log = new ArrayList<>();
  final List<JobEvent> events = new ArrayList<>();
  Job job;

  /** The session that holds the claim on the in-memory board; null if no session does. */
  @Nullable InMemoryBoardSession holder;

  /** Whether the job is marked as posted on an external board. */
  boolean postedOnExternalBoard;

  /** Whether the job is claimed from an external board. */
  boolean claimedOnExternalBoard;

  /**
   * Whether the job is RUNNING without a holder and must not be resumed, because another job ends
   * it.
   */
  boolean parked;

  JobEntry(long number, Job job) {
    this.number = number;
    this.job = job;
  }

  /** Whether the job waits on the board or is claimed from it. */
  boolean isOnBoard() {
    return candidate(Instant.MAX).isOnBoard();
  }

  ClaimCandidate candidate(Instant now) {
    return new ClaimCandidate(job, holder(), now);
  }

  private ClaimCandidate.Holder holder() {
    if (isHeld()) {
      return ClaimCandidate.Holder.CLAIM;
    }
    if (!parked) {
      return ClaimCandidate.Holder.NOBODY;
    }
    return events.getLast().kind() == JobEvent.Kind.PARKED
        ? ClaimCandidate.Holder.PARKED
        : ClaimCandidate.Holder.CLIENT;
  }

  /** Whether an executor has the job. The executor may not know yet that the job is final. */
  boolean isHeld() {
    return holder != null || claimedOnExternalBoard;
  }

  Instant due() {
    Instant notBefore = job.spec().notBefore();
    return notBefore == null || job.state() != JobState.QUEUED ? job.created() : notBefore;
  }

  BoardPosition position() {
    return new BoardPosition(job.spec().priority().value(), number);
  }

  /** The position of a job on the board. */
  record BoardPosition(int priority, long number) implements Comparable<BoardPosition> {

    /** A position before all jobs. */
    static final BoardPosition START = new BoardPosition(-1, 0);

    @Override
    public int compareTo(BoardPosition other) {
      int byPriority = Integer.compare(priority, other.priority);
      return byPriority != 0 ? byPriority : Long.compare(number, other.number);
    }
  }
}
