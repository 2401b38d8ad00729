// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import dev.baton.job.JobId;
import dev.baton.job.Watch;
import dev.baton.service.Deadline;
import java.util.List;

/**
 * The membership of one executor at a board. All claims of the session live and end with one lease.
 * Blocking and thread-safe. Every method may throw {@link dev.baton.error.UnavailableException}.
 */
public interface BoardSession extends AutoCloseable {

  /**
   * Claims up to {@code max} jobs that are due and that the admission accepts. The most urgent jobs
   * come first; equally urgent jobs come in the order in which they were posted, but two neighbours
   * may be swapped if several sessions claim at the same time. Refused jobs do not delay other
   * jobs. Each claimed job is RUNNING when the method returns; a job that was RUNNING before is
   * resumed.
   *
   * @throws dev.baton.error.LostClaimException if the lease expired; the caller closes this session
   *     and joins the board again
   */
  List<Claim> claim(int max, Admission admission);

  /**
   * Makes the next {@link #claim} ask its admission about action versions for which this session
   * has an answer, because the executor has changed its mind. A session that keeps no answers does
   * nothing.
   */
  default void forgetAdmission() {}

  /**
   * Returns the time until which all claims of the session are certainly valid, including the
   * claims of later calls of {@link #claim}. Never blocks. The time is the lease, counted from a
   * reading of the clock before the last renewal was sent, so the board never ends the lease
   * earlier.
   */
  Deadline trustedUntil();

  /**
   * Renews the lease for its full length from now.
   *
   * @return jobs of this executor that it must stop, because a user or another process ended them;
   *     each job is returned again until it is {@linkplain #consume consumed}
   * @throws dev.baton.error.LostClaimException if the lease expired before; all claims are lost
   */
  List<JobId> renew();

  /**
   * Returns the claims of this session as the board has recorded them, in no order. With them an
   * executor finds unanswered claims: claims that the board granted in an answer that never
   * arrived. A board on which no answer can be lost returns an empty list.
   */
  default List<ClaimRef> heldClaims() {
    return List.of();
  }

  /**
   * Registers a callback that is called when {@link #renew} may return a job that a user or another
   * process ended. The callback may be called on any thread and must return quickly. It may be
   * called too often or never, so an executor also renews periodically.
   *
   * @return closing it removes the callback
   */
  default Watch watch(Runnable onEnded) {
    return () -> {};
  }

  /**
   * Ends the claim of a finished job, after its last {@link dev.baton.job.RunWrite} was made or
   * refused. Only id, token and priority of the claim's job are used.
   */
  void consume(Claim claim);

  /**
   * Returns the job to its old place on the board, where another executor resumes it; this session
   * does not claim it again for a few seconds. Later writes with the claim are refused. Only id,
   * token and priority of the claim's job are used. Has no effect if the claim does not belong to
   * this session.
   */
  void abandon(Claim claim);

  /**
   * Like {@link #abandon}, for a job for which this executor has run nothing. The number of
   * takeovers of the job stays the same; {@link #abandon} sets it to 0.
   */
  void abandonUnstarted(Claim claim);

  /**
   * Returns a secret text with which {@link JobBoard#endDeadSession} ends this session after the
   * death of this process. The text may change when {@link #claim} is called; the text that is
   * current after that call covers all claims. Empty if the board cannot end a session of another
   * process. Never blocks.
   */
  default String reference() {
    return "";
  }

  /**
   * Abandons the remaining claims and leaves the board. Idempotent. If this call fails, the claims
   * end when the lease expires.
   */
  @Override
  void close();

  /** The id of a job with the fencing token of a claim on it, without the data of the job. */
  record ClaimRef(JobId job, long token) {}
}
