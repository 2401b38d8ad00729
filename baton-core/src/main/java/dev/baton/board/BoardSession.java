// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import dev.baton.job.JobId;
import dev.baton.job.Watch;
import dev.baton.service.Deadline;
import java.util.List;

/**
 * One executor's stay at the board: all its claims live and end with one lease. Blocking and
 * thread-safe; every method may throw {@link dev.baton.error.UnavailableException}.
 */
public interface BoardSession extends AutoCloseable {

  /**
   * Claims up to {@code max} jobs that are due and admitted, most urgent first and, among equals,
   * in the order posted, save that contention may shift neighbours. Jobs that are refused do not
   * hold up others. Each is RUNNING when this returns; jobs that were RUNNING are resumed.
   *
   * @throws dev.baton.error.LostClaimException if the lease ran out: close, and join anew
   */
  List<Claim> claim(int max, Admission admission);

  /**
   * Until when the claims, those of later calls of {@link #claim} included, can be trusted. Never
   * blocks. Read from the clock before the request that confirmed the lease.
   */
  Deadline trustedUntil();

  /**
   * Confirms the lease for its full length from now.
   *
   * @return jobs of this executor that it must stop, because somebody ended them; repeated until
   *     each is {@linkplain #consume consumed}
   * @throws dev.baton.error.LostClaimException if the lease ran out before: all claims are lost
   */
  List<JobId> renew();

  /**
   * What the stay holds by the board's own record, in no order: to find claims whose grant never
   * reached the executor. Boards where that cannot happen answer the empty list.
   */
  default List<ClaimRef> heldClaims() {
    return List.of();
  }

  /**
   * Calls back, from any thread and quickly, when {@link #renew} may have a job to tell of that
   * somebody ended; perhaps too often, perhaps never: a claimer also renews by the clock.
   *
   * @return to end it
   */
  default Watch watch(Runnable onEnded) {
    return () -> {};
  }

  /**
   * The claimed job is done with, its last {@link dev.baton.job.RunWrite} made or refused. Of the
   * claim's job only id, token and priority count.
   */
  void consume(Claim claim);

  /**
   * The job goes back to the board, at its old place, to be resumed by another executor; this one
   * does not claim it again for a while. Later writes with the claim are refused. Of the claim's
   * job only id, token and priority count; no effect if the claim is not the stay's.
   */
  void abandon(Claim claim);

  /**
   * As {@link #abandon}, where this executor ran nothing of the job: the takeovers of the job are
   * not set to zero.
   */
  void abandonUnstarted(Claim claim);

  /** Abandons what is left and leaves the board. Idempotent; failing is harmless but slower. */
  @Override
  void close();

  /** A claim by the record of the board. */
  record ClaimRef(JobId job, long token) {}
}
