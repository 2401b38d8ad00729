// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import dev.baton.job.ClaimEnd;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The store's side of a board that is kept elsewhere, such as in ZooKeeper: what is to be posted
 * there, and the start of a job under a token that the other board gave. While a board elsewhere is
 * in use, nobody may claim from the store's own.
 *
 * <p>Blocking and thread-safe; every method may throw {@link dev.baton.error.UnavailableException}.
 * Writes are atomic for each job, and durable when answered.
 */
public interface ExternalBoardStore {

  /** How long a job counts as freshly written. */
  Duration FRESH_PERIOD = Duration.ofSeconds(10);

  /**
   * Whether the jobs of the store are posted by those who claim from it. False where a server does
   * that itself: then its clients post nothing, feed no window and reconcile nothing.
   */
  default boolean isFedByBaton() {
    return true;
  }

  /**
   * Jobs that are due and wait and are not marked as posted, in the order of the board. A kind is
   * what jobs with equal action, version and required capabilities have in common.
   *
   * @param most this many at the head of the order
   * @param perKind beyond those, of each kind as many as bring its posted ones to this number, so
   *     that no kind hides another
   */
  UnpostedPage unposted(int most, int perKind);

  /**
   * Marks jobs that wait as posted elsewhere, or as not; leaves all others alone. An edit of a job,
   * and a retry, take the mark away.
   */
  void markPosted(Collection<JobId> jobs, boolean posted);

  /** How jobs stand, in no order; those that do not exist are missing. */
  List<BoardJob> findBoardJobs(Collection<JobId> jobs);

  /**
   * Starts jobs, each for itself, and answers in the same order. A start needs a token greater than
   * every one that the job had before.
   */
  List<StartResult> start(String owner, List<StartRequest> starts);

  /**
   * Ends claims that are still the newest of their jobs: those wait again, marked as posted, and
   * later writes with the claims are refused.
   *
   * @return the jobs whose claims were ended
   */
  Set<JobId> release(Collection<BoardSession.ClaimRef> claims, ClaimEnd end);

  /** Which of these claims are not the newest of their jobs any more, or ended with the job. */
  Set<JobId> endedClaims(Collection<BoardSession.ClaimRef> claims);

  /**
   * The executors of jobs that somebody else ended have stopped them: the unique keys of those jobs
   * are free. No effect on claims that are not the newest of their jobs, and on jobs that are not
   * final.
   */
  default void freeUniqueKeys(Collection<BoardSession.ClaimRef> claims) {
    // A store without unique keys has nothing to free.
  }

  /**
   * Claims of final jobs that still hold a unique key, because the executor has not said that it
   * stopped the job; ordered by id.
   *
   * @param after behind this one; null is from the start
   */
  default List<BoardSession.ClaimRef> claimsHoldingUniqueKeys(@Nullable JobId after, int most) {
    return List.of();
  }

  /**
   * What is marked as posted or claimed elsewhere, ordered by id.
   *
   * @param after behind this one; null is from the start
   */
  List<ExternalEntry> externalEntries(@Nullable JobId after, int most);

  /**
   * What an executor of another make may have: {@link BoardState#FOREIGN_RUN} and not in pull mode,
   * ordered by id.
   *
   * @param after behind this one; null is from the start
   */
  List<ExternalEntry> foreignRuns(@Nullable JobId after, int most);

  /**
   * Calls back, from any thread and quickly, when somebody may have ended a job that is claimed;
   * perhaps too often, perhaps never.
   *
   * @return to end it
   */
  default Watch watchEnded(Runnable onEnded) {
    return () -> {};
  }

  /**
   * What is to be posted.
   *
   * @param more whether there may be more of it
   */
  record UnpostedPage(List<UnpostedJob> jobs, boolean more) {
    public UnpostedPage {
      jobs = List.copyOf(jobs);
    }
  }

  /**
   * A job that is to be posted.
   *
   * @param fresh written so lately, and due then already, that whoever wrote it may be posting it
   * @param scarce whether so few of its kind are posted that it is asked for by its kind
   */
  record UnpostedJob(JobId job, int priority, boolean fresh, boolean scarce) {}

  /** Where a job stands, as to the board. */
  enum BoardState {
    /** It waits for its time. */
    NOT_DUE,
    /** It may be claimed. */
    WAITING,
    /** It is claimed under its token. */
    CLAIMED,
    /** RUNNING because of an edit and without a claim: an executor of another make has it. */
    FOREIGN_RUN,
    /** Not on the board: final, parked, or in pull mode. */
    OFF_BOARD
  }

  /**
   * A job and its place.
   *
   * @param job null if the store has the job but this release cannot read it: the board keeps the
   *     entry, as another process may be able to
   */
  record BoardJob(JobId id, @Nullable Job job, BoardState state) {

    public static BoardJob of(Job job, BoardState boardState) {
      return new BoardJob(job.id(), job, boardState);
    }
  }

  /**
   * One start.
   *
   * @param endedToken token of the claim that is known to have ended, if one must have
   */
  record StartRequest(JobId job, long token, @Nullable Long endedToken) {}

  /** What became of a start. */
  sealed interface StartResult {

    /** The job runs. */
    record Started(Claim claim) implements StartResult {}

    /**
     * Nothing was changed.
     *
     * @param token the newest of the job; 0 if there is no such job
     */
    record Refused(StartRefusal reason, long token) implements StartResult {}
  }

  /** Why a job was not started. */
  enum StartRefusal {
    JOB_MISSING,
    NOT_DUE,
    OFF_BOARD,
    /** Another claim is the newest, and it is not the one that is known to have ended. */
    CLAIMED,
    /**
     * It cannot be told, or this release cannot read the job: the entry stays, and this claimer
     * leaves it to others for a while.
     */
    UNDECIDED,
    /** The job has had this token, or a greater one. */
    STALE_TOKEN
  }

  /**
   * A job that the board elsewhere has or should have, as far as the store knows.
   *
   * @param claimed whether under the token, or only posted or run by somebody else
   */
  record ExternalEntry(JobId job, int priority, long token, boolean claimed) {}
}
