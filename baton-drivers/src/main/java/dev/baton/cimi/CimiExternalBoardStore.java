// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.ExternalBoardStore;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.job.ClaimEnd;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.JobTransitionEffects;
import dev.baton.service.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's jobs for a board elsewhere. The server posts them there itself; it does not know who
 * has claimed what, so that a job that is RUNNING counts as claimed until the board has told that
 * its claim is over.
 */
final class CimiExternalBoardStore implements ExternalBoardStore {

  private static final Logger LOG = LoggerFactory.getLogger(CimiExternalBoardStore.class);

  /** Ids in one search; servers bound the length of a filter. */
  private static final int PAGE = 200;

  /** Of a job that is RUNNING and that this process does not have. */
  private static final long FOREIGN = 0;

  private final CimiClient cimiClient;
  private final CimiClaimTokens claims;
  private final Clock clock;

  CimiExternalBoardStore(CimiClient cimiClient, CimiClaimTokens claims, Clock clock) {
    this.cimiClient = cimiClient;
    this.claims = claims;
    this.clock = clock;
  }

  /** The token under which this process has the job; null if it has not. */
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

  /** By search, which at Nuvla may lag behind edits by a second: nothing is decided by it. */
  @Override
  public List<BoardJob> findBoardJobs(Collection<JobId> jobs) {
    List<BoardJob> standing = new ArrayList<>();
    for (List<JobId> page : pages(jobs)) {
      CimiJobStore.jobs(cimiClient.search(SearchParameters.of(page)))
          .forEach(job -> standing.add(BoardJob.of(job, place(job))));
    }
    return standing;
  }

  private BoardState place(Job job) {
    return switch (job.state()) {
      case QUEUED ->
          job.spec().mode() == ExecutionMode.PULL ? BoardState.OFF_BOARD : BoardState.WAITING;
      case RUNNING -> claims.token(job.id()) == null ? BoardState.FOREIGN_RUN : BoardState.CLAIMED;
      case SUCCESS, FAILED, CANCELED -> BoardState.OFF_BOARD;
    };
  }

  /** All at once, since each takes two requests. */
  @Override
  public List<StartResult> start(String owner, List<StartRequest> starts) {
    List<StartResult> answers = ParallelMap.map(starts, startRequest -> start(owner, startRequest));
    boolean unavailable =
        answers.stream()
            .allMatch(startResult ->
                startResult instanceof StartResult.Refused refused
                    && refused.reason() == StartRefusal.UNDECIDED);
    if (unavailable && !starts.isEmpty()) {
      // Rather this than to take one entry after the other while nobody answers.
      cimiClient.checkAnswers();
    }
    return answers;
  }

  private StartResult start(String owner, StartRequest startRequest) {
    try {
      return startOrThrow(owner, startRequest, false);
    } catch (UnavailableException | ForbiddenException | InvalidInputException e) {
      LOG.debug("job={} cannot be started here and now: {}", startRequest.job(), e.getMessage());
      return new StartResult.Refused(StartRefusal.UNDECIDED, 0);
    }
  }

  /**
   * As {@link #start(String, List)} of one, with the reason where it cannot be told.
   *
   * @param pulled whether it may be a job in pull mode, which no board has
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
    if (job.state().isFinal() || (!pulled && place(job) == BoardState.OFF_BOARD)) {
      return new StartResult.Refused(StartRefusal.OFF_BOARD, newest);
    }
    if (claimed && (startRequest.endedToken() == null || startRequest.endedToken() != newest)) {
      return new StartResult.Refused(StartRefusal.CLAIMED, newest);
    }
    if (startRequest.token() <= newest) {
      return new StartResult.Refused(StartRefusal.STALE_TOKEN, newest);
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

  /** The job stays RUNNING, as the server has no word for it; whoever is next resumes it. */
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
    for (List<JobId> page : pages(going)) {
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

  private static List<List<JobId>> pages(Collection<JobId> jobs) {
    List<JobId> all = List.copyOf(new HashSet<>(jobs));
    List<List<JobId>> pages = new ArrayList<>();
    for (int from = 0; from < all.size(); from += PAGE) {
      pages.add(all.subList(from, Math.min(all.size(), from + PAGE)));
    }
    return pages;
  }
}
