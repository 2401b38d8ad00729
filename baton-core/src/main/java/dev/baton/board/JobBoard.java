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
 * Where posted jobs wait and are claimed. Blocking and thread-safe; every method may throw {@link
 * dev.baton.error.UnavailableException}.
 */
public interface JobBoard {

  /**
   * Enters the board.
   *
   * @param owner name of the executor, for people; two stays under one name are two claimers
   * @param lease how long claims outlive the last {@link BoardSession#renew}
   */
  BoardSession join(String owner, Duration lease);

  /**
   * As {@link #join(String, Duration)}, so that {@link #rejoin} can come back.
   *
   * @param key a secret never used before: at most 64 letters and digits
   */
  default BoardSession join(String owner, Duration lease, String key) {
    return join(owner, lease);
  }

  /**
   * Comes back to a stay from another process, or again from this one: a server that serves remote
   * executors may be restarted, or be one of several. All claims live on. What an {@link Admission}
   * answered before is not remembered. The stay is to be renewed before it can be trusted.
   *
   * @param owner as at the {@link #join(String, Duration, String) join}
   * @param lease likewise
   * @throws LostClaimException if there is no such stay or its lease ran out; always, on a board
   *     where stays end with the process that joined
   */
  default BoardSession rejoin(String owner, Duration lease, String key) {
    throw new LostClaimException(
        "the stay of '" + owner + "' ended with the process that joined; join anew");
  }

  /**
   * Calls back, from any thread and quickly, when there may be something to claim; perhaps too
   * often, perhaps never: a claimer also polls.
   *
   * @return to end it
   */
  Watch watch(Runnable onPosting);

  /**
   * When the next job that waits for its time will be due, if that is known and later than now; a
   * claimer that finds nothing wakes up then.
   */
  @Nullable Instant nextDue();

  /** What waits or is claimed, in the order of the board. */
  List<Posting> postings(int offset, int limit);

  /**
   * Where a job's postings are on a board elsewhere, such as {@code
   * /job/entries/entry-999-0000000001}, in their order; empty where the store is the board, and
   * when the job is not on the board. Never blocks.
   */
  default List<String> entryPathsOf(JobId job) {
    return List.of();
  }

  /**
   * Makes board and store agree: what is due and missing is posted again, what has no live job is
   * removed, what dead executors held is released. Safe to run at any time, anywhere.
   */
  Reconciliation reconcile();

  /**
   * As {@link #reconcile()}, and tells how far it is.
   *
   * @param onLooked is given from time to time, by the calling thread, how many jobs were looked at
   *     so far; never, where it is done in one step
   */
  default Reconciliation reconcile(LongConsumer onLooked) {
    return reconcile();
  }

  /**
   * One job on the board.
   *
   * @param due when it may be claimed
   * @param owner who holds it, if claimed
   */
  record Posting(JobId job, int priority, Instant due, @Nullable String owner) {}

  /** How many postings were changed, by what was done to them. */
  record Reconciliation(long reposted, long removed, long released) {}
}
