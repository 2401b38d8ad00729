// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.board.Claim;
import dev.baton.board.ClaimCandidate;
import dev.baton.board.ClaimTokens;
import dev.baton.board.ExternalBoardStore.BoardState;
import dev.baton.board.ExternalBoardStore.StartRefusal;
import dev.baton.board.ExternalBoardStore.StartRequest;
import dev.baton.board.ExternalBoardStore.StartResult;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.JobTransitionEffects;
import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts one job of a CIMI server whose entry this process has locked. */
final class StartCimiJob {

  /** Used as the token of a claim of another process, because its real token is unknown. */
  private static final long FOREIGN = 0;

  /**
   * The server sets the times of an edit one after the other. If {@code started} is older than
   * {@code updated} by more than this, an earlier edit started the job.
   */
  private static final Duration ONE_EDIT = Duration.ofMillis(20);

  private final CimiClient cimiClient;
  private final ClaimTokens claims;
  private final FreshRuns freshRuns;
  private final Clock clock;

  StartCimiJob(CimiClient cimiClient, ClaimTokens claims, FreshRuns freshRuns, Clock clock) {
    this.cimiClient = cimiClient;
    this.claims = claims;
    this.freshRuns = freshRuns;
    this.clock = clock;
  }

  /**
   * Returns the board state of a job. A delayed job counts as due, because the server posts a job
   * only when it is due.
   */
  BoardState boardState(Job job) {
    boolean claimed = job.state() == JobState.RUNNING && claims.token(job.id()) != null;
    ClaimCandidate.Holder holder =
        claimed ? ClaimCandidate.Holder.CLAIM : ClaimCandidate.Holder.CLIENT;
    return BoardState.of(new ClaimCandidate(job, holder, Instant.MAX));
  }

  /**
   * Starts a job. A job that a search found waiting and never started is started without another
   * read: the server refuses the edit if the job is final or missing, and its answer shows all
   * other changes that the search did not show yet.
   *
   * @param found the document that a search found after the entry was locked; null if it found none
   */
  StartResult run(String owner, StartRequest startRequest, @Nullable ObjectNode found) {
    if (found == null || !isFirstStart(startRequest, found)) {
      return readAndRun(owner, startRequest, false);
    }
    Job job = CimiJobReader.read(found);
    return boardState(job) == BoardState.WAITING
        ? runFirst(owner, startRequest, job)
        : readAndRun(owner, startRequest, false);
  }

  /** Starts a job in pull mode, which has no entry. */
  StartResult runPulled(String owner, StartRequest startRequest) {
    return readAndRun(owner, startRequest, true);
  }

  /** Forgets that this process has started the job. */
  void forget(JobId job) {
    freshRuns.forget(job);
  }

  private boolean isFirstStart(StartRequest startRequest, ObjectNode found) {
    return startRequest.endedToken() == null
        && startRequest.token() > FOREIGN
        && claims.token(startRequest.job()) == null
        && found.path("state").asText().equals(JobState.QUEUED.name())
        && !found.has("started");
  }

  private StartResult runFirst(String owner, StartRequest startRequest, Job found) {
    JobId id = startRequest.job();
    long sent = freshRuns.nanos();
    ObjectNode answer;
    try {
      answer = cimiClient.edit(id, CimiJobWriter.running(), List.of());
    } catch (ConflictException e) {
      return new StartResult.Refused(StartRefusal.OFF_BOARD, FOREIGN);
    } catch (NotFoundException e) {
      return new StartResult.Refused(StartRefusal.JOB_MISSING, FOREIGN);
    }
    Job job = answer.has("action") ? CimiJobReader.read(answer) : found;
    if (job.spec().mode() == ExecutionMode.PULL) {
      // The search did not show yet that the job was handed to the edge.
      cimiClient.edit(id, CimiJobWriter.queued(), List.of());
      return new StartResult.Refused(StartRefusal.OFF_BOARD, FOREIGN);
    }
    return started(owner, startRequest, job, wasStartedBefore(job), sent);
  }

  private static boolean wasStartedBefore(Job job) {
    Instant started = job.status().started();
    return started != null && started.isBefore(job.updated().minus(ONE_EDIT));
  }

  private StartResult started(
      String owner, StartRequest startRequest, Job job, boolean resumed, long sentNanos) {
    freshRuns.confirm(startRequest.job(), sentNanos);
    claims.begin(startRequest.job(), startRequest.token());
    Job started = JobTransitionEffects.claimed(job, owner, startRequest.token(), clock.now());
    return new StartResult.Started(new Claim(started, resumed));
  }

  private StartResult readAndRun(String owner, StartRequest startRequest, boolean pulled) {
    ObjectNode document = cimiClient.find(startRequest.job()).orElse(null);
    return document == null
        ? new StartResult.Refused(StartRefusal.JOB_MISSING, FOREIGN)
        : run(owner, startRequest, CimiJobReader.read(document), pulled);
  }

  private StartResult run(String owner, StartRequest startRequest, Job job, boolean pulled) {
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
    long sent = freshRuns.nanos();
    try {
      cimiClient.edit(id, CimiJobWriter.running(), List.of());
    } catch (ConflictException e) {
      return new StartResult.Refused(StartRefusal.OFF_BOARD, newest);
    } catch (NotFoundException e) {
      return new StartResult.Refused(StartRefusal.JOB_MISSING, newest);
    }
    return started(owner, startRequest, job, job.state() == JobState.RUNNING, sent);
  }
}
