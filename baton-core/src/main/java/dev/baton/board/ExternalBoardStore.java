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
 * The operations of a job store that an external board, such as ZooKeeper, needs: it lists the jobs
 * that must be posted there, and starts jobs with a token from the external board. While an
 * external board is in use, no executor may claim jobs from the store's own board.
 *
 * <p>Blocking and thread-safe. Every method may throw {@link dev.baton.error.UnavailableException}.
 * Writes are atomic for each job, and durable when the method returns.
 */
public interface ExternalBoardStore {

  /** How long a job counts as recently written. */
  Duration FRESH_PERIOD = Duration.ofSeconds(10);

  /**
   * Whether processes of Baton post the jobs of this store to the external board. False if another
   * server does, as a CIMI server posts its jobs itself; then Baton posts no jobs, feeds no window
   * and reconciles nothing.
   */
  default boolean isFedByBaton() {
    return true;
  }

  /**
   * Whether {@link #start} refuses a job that another process is starting at the same moment. If
   * not, the board starts a job only after it has checked that no other entry of the job has an
   * older lock.
   */
  default boolean startsAreAtomic() {
    return true;
  }

  /**
   * Returns waiting jobs that are due and not marked as posted, in the order of the board. A job
   * kind consists of all jobs with the same action, version and required capabilities.
   *
   * @param most the maximum number of jobs from the start of the order
   * @param perKind the number of posted jobs that each kind should have. For a kind with fewer
   *     posted jobs, the page also contains jobs from further back in the order, so that many
   *     urgent jobs of one kind do not keep the other kinds off the board
   */
  UnpostedPage unposted(int most, int perKind);

  /**
   * Marks waiting jobs as posted on the external board, or as not posted. Other jobs are not
   * changed. An edit or a retry of a job removes the mark.
   */
  void markPosted(Collection<JobId> jobs, boolean posted);

  /** Returns the board state of each job, in no order. Jobs that do not exist are missing. */
  List<BoardJob> findBoardJobs(Collection<JobId> jobs);

  /**
   * Starts each job independently, and returns the results in the same order. A start needs a token
   * that is greater than all earlier tokens of the job.
   */
  List<StartResult> start(String owner, List<StartRequest> starts);

  /**
   * Ends each claim that is still the newest claim of its job. The jobs wait again and are marked
   * as posted, and later writes with the claims are refused.
   *
   * @return the jobs whose claims were ended
   */
  Set<JobId> release(Collection<BoardSession.ClaimRef> claims, ClaimEnd end);

  /**
   * Returns the jobs of the claims that have ended, because the job is final or because the claim
   * is no longer the newest claim of the job.
   */
  Set<JobId> endedClaims(Collection<BoardSession.ClaimRef> claims);

  /**
   * Frees the unique keys of jobs that were ended while an executor ran them, because the executors
   * have stopped the jobs now. Has no effect on claims that are not the newest of their jobs, and
   * on jobs that are not final.
   */
  default void freeUniqueKeys(Collection<BoardSession.ClaimRef> claims) {
    // A store without unique keys has nothing to free.
  }

  /**
   * Returns claims of final jobs that still hold a unique key, because the executor has not
   * confirmed that it stopped the job. Ordered by id.
   *
   * @param after returns only jobs after this id; null returns jobs from the start
   */
  default List<BoardSession.ClaimRef> claimsHoldingUniqueKeys(@Nullable JobId after, int most) {
    return List.of();
  }

  /**
   * Returns jobs that are marked as posted on the external board or are claimed from it, ordered by
   * id.
   *
   * @param after returns only jobs after this id; null returns jobs from the start
   */
  List<ExternalEntry> externalEntries(@Nullable JobId after, int most);

  /**
   * Returns jobs that an executor of other software may run: jobs in {@link BoardState#FOREIGN_RUN}
   * that are not in pull mode, ordered by id.
   *
   * @param after returns only jobs after this id; null returns jobs from the start
   */
  List<ExternalEntry> foreignRuns(@Nullable JobId after, int most);

  /**
   * Registers a callback that is called when a claimed job may have been ended by another process.
   * The callback may be called on any thread and must return quickly. It may be called too often or
   * never.
   *
   * @return closing it removes the callback
   */
  default Watch watchEnded(Runnable onEnded) {
    return () -> {};
  }

  /**
   * Jobs that must be posted.
   *
   * @param more whether there may be more such jobs
   */
  record UnpostedPage(List<UnpostedJob> jobs, boolean more) {
    public UnpostedPage {
      jobs = List.copyOf(jobs);
    }
  }

  /**
   * A job that must be posted.
   *
   * @param fresh whether the job was written within the last {@link
   *     ExternalBoardStore#FRESH_PERIOD} and was due then, so that the process that wrote it may be
   *     posting it now
   * @param scarce whether the page contains the job because too few jobs of its kind are posted
   */
  record UnpostedJob(JobId job, int priority, boolean fresh, boolean scarce) {}

  /** The state of a job as the board sees it. */
  enum BoardState {
    /** The job waits until it is due. */
    NOT_DUE,
    /** The job may be claimed. */
    WAITING,
    /** The job is claimed under its token. */
    CLAIMED,
    /**
     * The job is RUNNING because of an edit and has no claim: an executor of other software runs
     * it.
     */
    FOREIGN_RUN,
    /** The job is not on the board: it is final, parked, or in pull mode. */
    OFF_BOARD;

    /** Returns the state that follows from the first gate that is closed for every executor. */
    public static BoardState of(ClaimCandidate candidate) {
      return candidate.closedGate().map(gate -> gate.boardState(candidate)).orElse(WAITING);
    }
  }

  /**
   * A job and its board state.
   *
   * @param job null if the store has the job but this release cannot read it; the board keeps the
   *     entry, because another process may be able to read it
   */
  record BoardJob(JobId id, @Nullable Job job, BoardState state) {

    /** Returns a job that this release can read, with its state. */
    public static BoardJob of(Job job, BoardState boardState) {
      return new BoardJob(job.id(), job, boardState);
    }
  }

  /**
   * A request to start one job.
   *
   * @param endedToken token of an earlier claim of the job that is known to have ended, so that the
   *     job may be started although the store still contains that claim; null if no such claim is
   *     known
   */
  record StartRequest(JobId job, long token, @Nullable Long endedToken) {

    /**
     * Returns why a job in this state cannot be started; null if it can.
     *
     * @param newest the newest token of the job
     */
    public @Nullable StartRefusal refusal(BoardState boardState, long newest) {
      return switch (boardState) {
        case OFF_BOARD -> StartRefusal.OFF_BOARD;
        case NOT_DUE -> StartRefusal.NOT_DUE;
        case CLAIMED ->
            endedToken == null || endedToken != newest ? StartRefusal.CLAIMED : staleToken(newest);
        case WAITING, FOREIGN_RUN -> staleToken(newest);
      };
    }

    private @Nullable StartRefusal staleToken(long newest) {
      return token <= newest ? StartRefusal.STALE_TOKEN : null;
    }
  }

  /** The result of a request to start one job. */
  sealed interface StartResult {

    /** The job runs now. */
    record Started(Claim claim) implements StartResult {}

    /**
     * The job was not started, and nothing was changed.
     *
     * @param token the newest token of the job; 0 if there is no such job
     */
    record Refused(StartRefusal reason, long token) implements StartResult {}
  }

  /** The reason why a job was not started. */
  enum StartRefusal {
    JOB_MISSING,
    NOT_DUE,
    OFF_BOARD,
    /**
     * Another claim is the newest claim of the job, and it is not known that this claim has ended.
     */
    CLAIMED,
    /**
     * The state of the job is unknown, or this release cannot read the job. The entry stays on the
     * board, and this executor leaves it to other executors for a few seconds.
     */
    UNDECIDED,
    /** The job had this token or a greater token before. */
    STALE_TOKEN
  }

  /**
   * A job that is on the external board or should be there, according to the store.
   *
   * @param claimed true if the job is claimed under the token; false if it is only posted or is run
   *     by an executor of other software
   */
  record ExternalEntry(JobId job, int priority, long token, boolean claimed) {}
}
