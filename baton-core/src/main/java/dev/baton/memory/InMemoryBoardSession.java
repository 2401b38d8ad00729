// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.board.Admission;
import dev.baton.board.AdmissionDecision;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.LostClaimException;
import dev.baton.job.ClaimEnd;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.JobTransitionEffects;
import dev.baton.job.LostClaimNote;
import dev.baton.job.Watch;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session at the in-memory board. The lock of the table guards all fields, unless the comment of
 * a field says otherwise.
 */
final class InMemoryBoardSession implements BoardSession {

  /** How long the session leaves a job that it refused or abandoned to other sessions. */
  private static final Duration SET_ASIDE = Duration.ofSeconds(5);

  /**
   * The maximum number of further jobs for which a call of claim asks the admission after the first
   * undecided job.
   */
  private static final int MOST_QUESTIONS = 500;

  private final InMemoryJobTable table;
  private final String owner;
  private final Duration lease;
  private final String reference = UUID.randomUUID().toString();
  private final Map<JobId, Long> held = new LinkedHashMap<>();
  private final Map<JobId, Deadline> setAside = new HashMap<>();
  private boolean closed;
  // Written under the table's lock, read by any thread.
  private volatile Deadline trustedUntil;

  InMemoryBoardSession(InMemoryJobTable table, String owner, Duration lease) {
    this.table = table;
    this.owner = owner;
    this.lease = lease;
    this.trustedUntil = Deadline.after(table.clock.nanos(), lease);
  }

  String owner() {
    return owner;
  }

  List<JobId> heldJobs() {
    return List.copyOf(held.keySet());
  }

  boolean isEnded() {
    return closed || trustedUntil.isPast(table.clock);
  }

  @Override
  public List<Claim> claim(int max, Admission admission) {
    List<Claim> claims = new ArrayList<>();
    JobEntry.BoardPosition boardPosition = JobEntry.BoardPosition.START;
    table.locked(this::refreshBoard);
    // The number of further jobs for which the admission is asked; negative until the admission of
    // a job is undecided.
    int questions = -1;
    while (claims.size() < max && questions != 0) {
      JobEntry.BoardPosition after = boardPosition;
      Candidate next = table.locked(() -> candidate(after, admission));
      if (next == null) {
        return claims;
      }
      boardPosition = next.candidatePosition();
      AdmissionDecision decision = decide(admission, next.job());
      if (decision instanceof AdmissionDecision.Undecided || questions > 0) {
        questions = questions < 0 ? MOST_QUESTIONS : questions - 1;
      } else if (decision instanceof AdmissionDecision.Admitted) {
        Claim claim = table.locked(() -> take(next));
        if (claim != null) {
          claims.add(claim);
        }
      }
    }
    return claims;
  }

  /**
   * A job, and its position on the board when it was read. The job may have another position when
   * this session claims it.
   */
  private record Candidate(JobEntry.BoardPosition candidatePosition, Job job) {}

  private void refreshBoard() {
    checkLease();
    table.releaseLost();
    setAside.values().removeIf(until -> until.isPast(table.clock));
  }

  private @Nullable Candidate candidate(JobEntry.BoardPosition after, Admission admission) {
    Instant now = table.clock.now();
    return table.board().tailMap(after, false).values().stream()
        .filter(entry -> isFree(entry, now))
        .filter(entry -> admission.accepts(Admission.ActionVersion.of(entry.job)))
        .findFirst()
        .map(entry -> new Candidate(entry.position(), entry.job))
        .orElse(null);
  }

  private boolean isFree(JobEntry entry, Instant now) {
    return !setAside.containsKey(entry.job.id()) && entry.candidate(now).closedGate().isEmpty();
  }

  /** Calls the admission without the lock, because the decision may need I/O. */
  private AdmissionDecision decide(Admission admission, Job job) {
    AdmissionDecision decision =
        job.spec().requires().isEmpty() ? new AdmissionDecision.Admitted() : admission.decide(job);
    if (decision instanceof AdmissionDecision.NotNow) {
      table.locked(() -> setAside(job.id()));
    }
    return decision;
  }

  private void setAside(JobId job) {
    setAside.put(job, Deadline.after(table.clock.nanos(), SET_ASIDE));
  }

  private @Nullable Claim take(Candidate candidate) {
    checkLease();
    JobEntry entry = table.board().get(candidate.candidatePosition());
    Instant now = table.clock.now();
    if (entry == null
        || !isFree(entry, now)
        || entry.job.revision() != candidate.job().revision()) {
      return null;
    }
    boolean resumed = entry.job.state() == JobState.RUNNING;
    long token = entry.job.status().token() + 1;
    entry.holder = this;
    held.put(entry.job.id(), token);
    table.put(entry, JobTransitionEffects.claimed(entry.job, owner, token, now));
    table.record(entry, resumed ? JobEvent.Kind.RESUMED : JobEvent.Kind.STARTED, null);
    return new Claim(entry.job, resumed);
  }

  @Override
  public Deadline trustedUntil() {
    return trustedUntil;
  }

  @Override
  public List<JobId> renew() {
    long start = table.clock.nanos();
    return table.locked(() -> {
      checkLease();
      trustedUntil = Deadline.after(start, lease);
      return held.keySet().stream().filter(this::isEndedByOthers).toList();
    });
  }

  @Override
  public Watch watch(Runnable onEnded) {
    return table.boardWatchers.add(onEnded);
  }

  /**
   * Whether another process or a user ended or deleted the job. If this session itself ended the
   * job, its claim has ended too, so this session is no longer the holder.
   */
  private boolean isEndedByOthers(JobId id) {
    JobEntry entry = table.find(id);
    return entry == null || (entry.holder == this && entry.job.state().isFinal());
  }

  private void checkLease() {
    if (isEnded()) {
      throw new LostClaimException(
          "the lease of '" + owner + "' ran out: its claims are lost; join the board again");
    }
  }

  @Override
  public List<ClaimRef> heldClaims() {
    return table.locked(
        () -> held.entrySet().stream().map(e -> new ClaimRef(e.getKey(), e.getValue())).toList());
  }

  @Override
  public void consume(Claim claim) {
    table.locked(() -> {
      if (held.remove(claim.job().id(), claim.token())) {
        JobEntry entry = table.find(claim.job().id());
        if (entry != null && entry.holder == this && entry.job.state().isFinal()) {
          table.freeUniqueKey(entry);
        }
      }
    });
  }

  @Override
  public void abandon(Claim claim) {
    abandon(claim, ClaimEnd.ABANDONED);
  }

  @Override
  public void abandonUnstarted(Claim claim) {
    abandon(claim, ClaimEnd.ABANDONED_UNSTARTED);
  }

  private void abandon(Claim claim, ClaimEnd end) {
    table.locked(() -> {
      JobEntry entry = table.find(claim.job().id());
      boolean own = held.remove(claim.job().id(), claim.token());
      if (own
          && entry != null
          && entry.holder == this
          && entry.job.status().token() == claim.token()) {
        setAside(claim.job().id());
        table.returnToBoard(entry, end, null);
      }
    });
  }

  @Override
  public String reference() {
    return reference;
  }

  /** Says why the claims of the session are lost. */
  String lossNote() {
    long left = trustedUntil.nanos() - table.clock.nanos();
    return left > 0
        ? LostClaimNote.sessionEnded(owner)
        : LostClaimNote.leaseExpired(owner, table.clock.now().plusNanos(left));
  }

  /** Ends the session as the end of its lease would. The caller returns the jobs to the board. */
  void expire() {
    closed = true;
  }

  @Override
  public void close() {
    table.locked(() -> {
      if (!closed) {
        boolean over = isEnded();
        closed = true;
        table.leave(this);
        table.returnToBoard(this, over ? ClaimEnd.LEASE_LOST : ClaimEnd.BOARD_LEFT);
        held.clear();
      }
    });
  }
}
