// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import dev.baton.error.LostClaimException;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The place where posted jobs wait and are claimed. Blocking and thread-safe. Every method may
 * throw {@link dev.baton.error.UnavailableException}.
 */
public interface JobBoard {

  /**
   * Opens a session at the board.
   *
   * @param owner name of the executor, for display; two sessions with the same name are independent
   * @param lease how long the claims remain valid after the last {@link BoardSession#renew}
   */
  BoardSession join(String owner, Duration lease);

  /**
   * Like {@link #join(String, Duration)}, but {@link #rejoin} can open the session again.
   *
   * @param key a secret that was never used before: at most 64 letters and digits
   */
  default BoardSession join(String owner, Duration lease, String key) {
    return join(owner, lease);
  }

  /**
   * Opens an existing session again, in another process or in this process. It is needed because a
   * server that serves remote executors may restart, and because several servers may share the
   * sessions. All claims remain. The session keeps no earlier decisions of the {@link Admission}.
   * It must be renewed before its claims count as valid.
   *
   * @param owner the same owner as at {@link #join(String, Duration, String) join}
   * @param lease the same lease as at {@code join}
   * @throws LostClaimException if there is no such session or its lease expired; always on a board
   *     whose sessions end with the process that joined
   */
  default BoardSession rejoin(String owner, Duration lease, String key) {
    throw new LostClaimException(
        "the board session of '" + owner + "' ended with its process; join the board again");
  }

  /**
   * Ends the session of an executor whose process is dead, as the end of its lease would: other
   * executors resume its jobs, and each job counts one more takeover. The caller must be sure that
   * the process is dead; if it is not, it loses its claims.
   *
   * @param reference the {@link BoardSession#reference} of the session
   * @return whether this call ended the session; false if the session had ended before, or if this
   *     board cannot end it
   */
  default boolean endDeadSession(String reference) {
    return false;
  }

  /**
   * Registers a callback that is called when there may be a job to claim. The callback may be
   * called on any thread and must return quickly. It may be called too often or never, so an
   * executor also polls.
   *
   * @return closing it removes the callback
   */
  Watch watch(Runnable onPosting);

  /**
   * Returns the time at which the next job that is not yet due becomes due; null if it is unknown
   * or not later than now. An executor that finds no job wakes up at that time.
   */
  @Nullable Instant nextDue();

  /** Returns the jobs that wait or are claimed, in the order of the board. */
  List<Posting> postings(int offset, int limit);

  /**
   * Returns the paths of a job's postings on an external board, such as {@code
   * /job/entries/entry-999-0000000001}, in their order. Empty if the store is the board, or the job
   * is not on the board. Never blocks.
   */
  default List<String> entryPathsOf(JobId job) {
    return List.of();
  }

  /**
   * Repairs differences between board and store. It posts due jobs that are missing on the board,
   * removes postings without an unfinished job, and puts the claimed jobs of dead executors on the
   * board again. Any process may call this method at any time.
   */
  Reconciliation reconcile();

  /**
   * Like {@link #reconcile()}, and reports its progress.
   *
   * @param onProgress receives from time to time, on the calling thread, the number of jobs checked
   *     so far; never called if the board reconciles in one step
   */
  default Reconciliation reconcile(LongConsumer onProgress) {
    return reconcile();
  }

  /**
   * A job on the board.
   *
   * @param due when the job may be claimed
   * @param owner the executor that has claimed the job; null if it is not claimed
   */
  record Posting(JobId job, int priority, Instant due, @Nullable String owner) {}

  /**
   * The numbers of jobs that were posted again, of postings that were removed, and of claims that
   * were released by one reconciliation.
   */
  record Reconciliation(long reposted, long removed, long released) {}
}
