// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.board.BoardSession;
import dev.baton.board.ClaimTokens;
import dev.baton.board.ExternalBoardStore;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.job.ClaimEnd;
import dev.baton.job.JobId;
import dev.baton.service.Batches;
import dev.baton.service.FailureLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  private final CimiClient cimiClient;
  private final ClaimTokens claims;
  private final StartCimiJob startCimiJob;

  CimiExternalBoardStore(CimiClient cimiClient, ClaimTokens claims, StartCimiJob startCimiJob) {
    this.cimiClient = cimiClient;
    this.claims = claims;
    this.startCimiJob = startCimiJob;
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

  /** A CIMI server has no conditional writes. */
  @Override
  public boolean startsAreAtomic() {
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
          .forEach(job -> boardStates.add(BoardJob.of(job, startCimiJob.boardState(job))));
    }
    return boardStates;
  }

  /**
   * Reads all jobs by one search and then starts them in parallel, because each start takes a
   * request.
   */
  @Override
  public List<StartResult> start(String owner, List<StartRequest> starts) {
    Map<JobId, ObjectNode> found = search(starts.stream().map(StartRequest::job).toList());
    List<StartResult> answers =
        ParallelMap.map(
            starts, startRequest -> start(owner, startRequest, found.get(startRequest.job())));
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

  private Map<JobId, ObjectNode> search(Collection<JobId> jobs) {
    Map<String, ObjectNode> documents = new HashMap<>();
    for (List<JobId> page : Batches.of(new HashSet<>(jobs), PAGE)) {
      for (JsonNode document : cimiClient.search(SearchParameters.of(page)).path("resources")) {
        if (document instanceof ObjectNode object) {
          documents.put(object.path("id").asText(), object);
        }
      }
    }
    Map<JobId, ObjectNode> found = new HashMap<>();
    for (JobId job : jobs) {
      ObjectNode document = documents.get(job.toString());
      if (document != null) {
        found.put(job, document);
      }
    }
    return found;
  }

  private StartResult start(String owner, StartRequest startRequest, @Nullable ObjectNode found) {
    try {
      StartResult result = startCimiJob.run(owner, startRequest, found);
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
   * Like {@link #start(String, List)} for one pull job, but throws an exception where that method
   * answers {@code UNDECIDED}.
   */
  StartResult startPulled(String owner, StartRequest startRequest) {
    return startCimiJob.runPulled(owner, startRequest);
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
        startCimiJob.forget(claim.job());
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
