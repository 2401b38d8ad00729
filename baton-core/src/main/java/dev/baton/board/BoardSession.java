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
   * come first; equally urgent jobs come in the order in which they were posted, but contention may
   * swap neighbours. Refused jobs do not delay other jobs. Each claimed job is RUNNING when this
   * returns; a job that was RUNNING before is resumed.
   *
   * @throws dev.baton.error.LostClaimException if the lease expired; the caller closes this session
   *     and joins the board again
   */
  List<Claim> claim(int max, Admission admission);

  /**
   * Returns the time until which all claims of the session can be trusted, including the claims of
   * later calls of {@link #claim}. Never blocks. The clock was read before the request that
   * confirmed the lease was sent.
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
   * Returns the claims of this session in the board's own record, in no order. The executor uses it
   * to find claims whose grant never reached it. Boards on which that cannot happen return an empty
   * list.
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
   * Returns the job to its old place on the board, where another executor resumes it; this executor
   * does not claim it again for a while. Later writes with the claim are refused. Only id, token
   * and priority of the claim's job are used. Has no effect if the claim does not belong to this
   * session.
   */
  void abandon(Claim claim);

  /**
   * Like {@link #abandon}, for a job of which this executor ran nothing: the job keeps its count of
   * takeovers, because nothing ran under the claim.
   */
  void abandonUnstarted(Claim claim);

  /**
   * Abandons the remaining claims and leaves the board. Idempotent. If it fails, the claims end
   * later, with the lease.
   */
  @Override
  void close();

  /** A claim in the record of the board. */
  record ClaimRef(JobId job, long token) {}
}
