// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.board.Ledger;
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
import dev.baton.job.JobSteps;
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
final class CimiLedger implements Ledger {

  private static final Logger LOG = LoggerFactory.getLogger(CimiLedger.class);

  /** Ids in one search; servers bound the length of a filter. */
  private static final int PAGE = 200;

  /** Of a job that is RUNNING and that this process does not have. */
  private static final long FOREIGN = 0;

  private final Api api;
  private final OwnClaims claims;
  private final Clock clock;

  CimiLedger(Api api, OwnClaims claims, Clock clock) {
    this.api = api;
    this.claims = claims;
    this.clock = clock;
  }

  /** The token under which this process has the job; null if it has not. */
  @Nullable Long token(JobId job) {
    return claims.token(job);
  }

  @Override
  public boolean isFedHere() {
    return false;
  }

  @Override
  public Unposted unposted(int most, int perKind) {
    return new Unposted(List.of(), false);
  }

  @Override
  public void mark(Collection<JobId> jobs, boolean posted) {}

  @Override
  public List<Elsewhere> elsewhere(@Nullable JobId after, int most) {
    return List.of();
  }

  @Override
  public List<Elsewhere> outside(@Nullable JobId after, int most) {
    return List.of();
  }

  /** By search, which at Nuvla may lag behind edits by a second: nothing is decided by it. */
  @Override
  public List<Standing> standing(Collection<JobId> jobs) {
    List<Standing> standing = new ArrayList<>();
    for (List<JobId> page : pages(jobs)) {
      CimiJobStore.jobs(api.search(SearchForm.of(page)))
          .forEach(job -> standing.add(Standing.of(job, place(job))));
    }
    return standing;
  }

  private Place place(Job job) {
    return switch (job.state()) {
      case QUEUED -> job.spec().mode() == ExecutionMode.PULL ? Place.OFF : Place.WAITING;
      case RUNNING -> claims.token(job.id()) == null ? Place.OUTSIDE : Place.CLAIMED;
      case SUCCESS, FAILED, CANCELED -> Place.OFF;
    };
  }

  /** All at once, since each takes two requests. */
  @Override
  public List<Answer> start(String owner, List<Start> starts) {
    List<Answer> answers = Parallel.map(starts, start -> start(owner, start));
    boolean unavailable =
        answers.stream()
            .allMatch(answer ->
                answer instanceof Answer.Refused refused && refused.why() == Refusal.LATER);
    if (unavailable && !starts.isEmpty()) {
      // Rather this than to take one entry after the other while nobody answers.
      api.checkAnswers();
    }
    return answers;
  }

  private Answer start(String owner, Start start) {
    try {
      return startOrThrow(owner, start, false);
    } catch (UnavailableException | ForbiddenException | InvalidInputException e) {
      LOG.debug("job={} cannot be started here and now: {}", start.job(), e.getMessage());
      return new Answer.Refused(Refusal.LATER, 0);
    }
  }

  /**
   * As {@link #start(String, List)} of one, with the reason where it cannot be told.
   *
   * @param pulled whether it may be a job in pull mode, which no board has
   */
  Answer startOrThrow(String owner, Start start, boolean pulled) {
    ObjectNode document = api.find(start.job()).orElse(null);
    return document == null
        ? new Answer.Refused(Refusal.MISSING, 0)
        : start(owner, start, ForeignJob.read(document), pulled);
  }

  private Answer start(String owner, Start start, Job job, boolean pulled) {
    JobId id = job.id();
    Long own = claims.token(id);
    boolean claimed = own != null || job.state() == JobState.RUNNING;
    long newest = own == null ? FOREIGN : own;
    if (job.state().isFinal() || (!pulled && place(job) == Place.OFF)) {
      return new Answer.Refused(Refusal.OFF, newest);
    }
    if (claimed && (start.over() == null || start.over() != newest)) {
      return new Answer.Refused(Refusal.CLAIMED, newest);
    }
    if (start.token() <= newest) {
      return new Answer.Refused(Refusal.STALE, newest);
    }
    try {
      api.edit(id, Edits.running(), List.of());
    } catch (ConflictException e) {
      return new Answer.Refused(Refusal.OFF, newest);
    } catch (NotFoundException e) {
      return new Answer.Refused(Refusal.MISSING, newest);
    }
    claims.begin(id, start.token());
    Job started = JobSteps.claimed(job, owner, start.token(), clock.now());
    return new Answer.Started(new Claim(started, job.state() == JobState.RUNNING));
  }

  /** The job stays RUNNING, as the server has no word for it; whoever is next resumes it. */
  @Override
  public Set<JobId> release(Collection<Claims.Held> held, ClaimEnd end) {
    Set<JobId> released = new HashSet<>();
    for (Claims.Held claim : held) {
      if (claims.end(claim.job(), claim.token())) {
        released.add(claim.job());
      }
    }
    return released;
  }

  @Override
  public Set<JobId> ended(Collection<Claims.Held> held) {
    Set<JobId> ended = new HashSet<>();
    List<JobId> going = new ArrayList<>();
    for (Claims.Held claim : held) {
      if (claims.holds(claim.job(), claim.token())) {
        going.add(claim.job());
      } else {
        ended.add(claim.job());
      }
    }
    for (List<JobId> page : pages(going)) {
      for (JsonNode document : api.search(SearchForm.of(page, "id", "state")).path("resources")) {
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
