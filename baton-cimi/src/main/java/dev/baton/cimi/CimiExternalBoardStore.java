// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.ClaimCandidate;
import dev.baton.board.ClaimTokens;
import dev.baton.board.ExternalBoardStore;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.job.ClaimEnd;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.JobTransitionEffects;
import dev.baton.service.Batches;
import dev.baton.service.Clock;
import dev.baton.service.FailureLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an external board access to the jobs of a CIMI server. The server itself posts the jobs on
 * that board. The server does not know which executor holds a job. For this class, a job is claimed
 * if this process holds its claim or if the job is RUNNING.
 */
final class CimiExternalBoardStore implements ExternalBoardStore {

  private static final Logger LOG = LoggerFactory.getLogger(CimiExternalBoardStore.class);

  private final FailureLog startFailures =
      new FailureLog(LOG, "job cannot be started; it stays on the board: job={}");

  /** The number of ids in one search, because servers limit the length of a filter. */
  private static final int PAGE = 200;

  /** Used as the token of a claim of another process, because its real token is unknown. */
  private static final long FOREIGN = 0;

  private final CimiClient cimiClient;
  private final ClaimTokens claims;
  private final Clock clock;

  CimiExternalBoardStore(CimiClient cimiClient, ClaimTokens claims, Clock clock) {
    this.cimiClient = cimiClient;
    this.claims = claims;
    this.clock = clock;
  }

  /**
   * Returns the token under which this process holds the job, or null if it does not hold the job.
   */
  @Nullable Long token(JobId job) {
    return claims.token(job);
  }

  @Override
  public boolean isFedByBaton() {
    return false;
  }

  @Override
  public UnpostedPage unposted(int most, int perKind) {
    return new UnpostedPage(List.of(), false);
  }

  @Override
  public void markPosted(Collection<JobId> jobs, boolean posted) {}

  @Override
  public List<ExternalEntry> externalEntries(@Nullable JobId after, int most) {
    return List.of();
  }

  @Override
  public List<ExternalEntry> foreignRuns(@Nullable JobId after, int most) {
    return List.of();
  }

  /**
   * Reads the jobs by a search. At Nuvla, a search shows an edit up to a second late, so callers
   * must not use the result for a final decision.
   */
  @Override
  public List<BoardJob> findBoardJobs(Collection<JobId> jobs) {
    List<BoardJob> boardStates = new ArrayList<>();
    for (List<JobId> page : Batches.of(new HashSet<>(jobs), PAGE)) {
      CimiJobStore.jobs(cimiClient.search(SearchParameters.of(page)), cimiClient)
          .forEach(job -> boardStates.add(BoardJob.of(job, boardState(job))));
    }
    return boardStates;
  }

  /**
   * Returns the board state of a job. A delayed job counts as due, because the server posts a job
   * only when it is due.
   */
  private BoardState boardState(Job job) {
    boolean claimed = job.state() == JobState.RUNNING && claims.token(job.id()) != null;
    ClaimCandidate.Holder holder =
        claimed ? ClaimCandidate.Holder.CLAIM : ClaimCandidate.Holder.CLIENT;
    return BoardState.of(new ClaimCandidate(job, holder, Instant.MAX));
  }

  /** Starts all jobs in parallel, because each start takes two requests. */
  @Override
  public List<StartResult> start(String owner, List<StartRequest> starts) {
    List<StartResult> answers = ParallelMap.map(starts, startRequest -> start(owner, startRequest));
    boolean unavailable =
        answers.stream()
            .allMatch(startResult ->
                startResult instanceof StartResult.Refused refused
                    && refused.reason() == StartRefusal.UNDECIDED);
    if (unavailable && !starts.isEmpty()) {
      // Throws if the server does not answer. Without an exception, the board would try all other
      // entries too.
      cimiClient.checkAnswers();
    }
    return answers;
  }

  private StartResult start(String owner, StartRequest startRequest) {
    try {
      StartResult result = startOrThrow(owner, startRequest, false);
      startFailures.succeeded(startRequest.job().toString());
      return result;
    } catch (UnavailableException e) {
      LOG.debug("job cannot be started now; it stays on the board: job={}", startRequest.job(), e);
    } catch (ForbiddenException | InvalidInputException e) {
      startFailures.failed(startRequest.job().toString(), e);
    }
    return new StartResult.Refused(StartRefusal.UNDECIDED, 0);
  }

  /**
   * Like {@link #start(String, List)} for one job, but throws an exception where that method
   * answers {@code UNDECIDED}.
   *
   * @param pulled whether a job in pull mode may be started; such a job is on no board
   */
  StartResult startOrThrow(String owner, StartRequest startRequest, boolean pulled) {
    ObjectNode document = cimiClient.find(startRequest.job()).orElse(null);
    return document == null
        ? new StartResult.Refused(StartRefusal.JOB_MISSING, 0)
        : start(owner, startRequest, CimiJobReader.read(document), pulled);
  }

  private StartResult start(String owner, StartRequest startRequest, Job job, boolean pulled) {
    JobId id = job.id();
    Long own = claims.token(id);
    boolean claimed = own != null || job.state() == JobState.RUNNING;
    long newest = own == null ? FOREIGN : own;
    if (job.state().isFinal() || (!pulled && boardState(job) == BoardState.OFF_BOARD)) {
      return new StartResult.Refused(StartRefusal.OFF_BOARD, newest);
    }
    StartRefusal startRefusal =
        startRequest.refusal(claimed ? BoardState.CLAIMED : BoardState.WAITING, newest);
    if (startRefusal != null) {
      return new StartResult.Refused(startRefusal, newest);
    }
    try {
      cimiClient.edit(id, CimiJobWriter.running(), List.of());
    } catch (ConflictException e) {
      return new StartResult.Refused(StartRefusal.OFF_BOARD, newest);
    } catch (NotFoundException e) {
      return new StartResult.Refused(StartRefusal.JOB_MISSING, newest);
    }
    claims.begin(id, startRequest.token());
    Job started = JobTransitionEffects.claimed(job, owner, startRequest.token(), clock.now());
    return new StartResult.Started(new Claim(started, job.state() == JobState.RUNNING));
  }

  /**
   * Ends the claims in this process only. The jobs stay RUNNING, because the server has no state
   * for an abandoned job. The next executor that finds the jobs on the board resumes them.
   */
  @Override
  public Set<JobId> release(Collection<BoardSession.ClaimRef> held, ClaimEnd end) {
    Set<JobId> released = new HashSet<>();
    for (BoardSession.ClaimRef claim : held) {
      if (claims.end(claim.job(), claim.token())) {
        released.add(claim.job());
      }
    }
    return released;
  }

  @Override
  public Set<JobId> endedClaims(Collection<BoardSession.ClaimRef> held) {
    Set<JobId> ended = new HashSet<>();
    List<JobId> going = new ArrayList<>();
    for (BoardSession.ClaimRef claim : held) {
      if (claims.holds(claim.job(), claim.token())) {
        going.add(claim.job());
      } else {
        ended.add(claim.job());
      }
    }
    for (List<JobId> page : Batches.of(new HashSet<>(going), PAGE)) {
      for (JsonNode document :
          cimiClient.search(SearchParameters.of(page, "id", "state")).path("resources")) {
        if (isFinal(document.path("state").asText())) {
          ended.add(JobId.parse(document.path("id").asText()));
        }
      }
    }
    return ended;
  }

  private static boolean isFinal(String state) {
    return switch (state) {
      case "SUCCESS", "FAILED", "CANCELED", "STOPPED" -> true;
      default -> false;
    };
  }
}
