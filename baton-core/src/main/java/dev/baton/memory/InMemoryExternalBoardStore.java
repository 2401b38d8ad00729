// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.board.Admission;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.ExternalBoardStore;
import dev.baton.job.ClaimEnd;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.JobTransitionEffects;
import dev.baton.job.LostClaimNote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

record InMemoryExternalBoardStore(InMemoryJobTable table) implements ExternalBoardStore {

  /** The attributes that all jobs of one kind share. */
  private record JobKind(Admission.ActionVersion kind, List<String> requires) {
    static JobKind of(Job job) {
      return new JobKind(Admission.ActionVersion.of(job), job.spec().requires());
    }
  }

  @Override
  public UnpostedPage unposted(int most, int perKind) {
    return table.locked(() -> {
      Instant now = table.clock.now();
      Map<JobKind, Integer> posted = new HashMap<>();
      table.board().values().stream()
          .filter(
              entry -> entry.postedOnExternalBoard && boardState(entry, now) == BoardState.WAITING)
          .forEach(entry -> posted.merge(JobKind.of(entry.job), 1, Integer::sum));
      List<UnpostedJob> waiting = new ArrayList<>();
      boolean more = false;
      for (JobEntry entry : table.board().values()) {
        if (entry.postedOnExternalBoard || boardState(entry, now) != BoardState.WAITING) {
          continue;
        }
        boolean scarce = posted.merge(JobKind.of(entry.job), 1, Integer::sum) <= perKind;
        if (waiting.size() < most || scarce) {
          waiting.add(waiting(entry, scarce, now));
        } else {
          more = true;
        }
      }
      return new UnpostedPage(waiting, more);
    });
  }

  private static UnpostedJob waiting(JobEntry entry, boolean scarce, Instant now) {
    Job job = entry.job;
    boolean fresh =
        !job.updated().plus(FRESH_PERIOD).isBefore(now) && !entry.due().isAfter(job.updated());
    return new UnpostedJob(job.id(), job.spec().priority().value(), fresh, scarce);
  }

  @Override
  public void markPosted(Collection<JobId> jobs, boolean posted) {
    table.locked(() -> {
      Instant now = table.clock.now();
      for (JobId job : jobs) {
        JobEntry entry = table.find(job);
        if (entry != null && boardState(entry, now) == BoardState.WAITING) {
          entry.postedOnExternalBoard = posted;
        }
      }
    });
  }

  @Override
  public List<BoardJob> findBoardJobs(Collection<JobId> jobs) {
    return table.locked(() -> {
      Instant now = table.clock.now();
      List<BoardJob> found = new ArrayList<>();
      for (JobId job : new HashSet<>(jobs)) {
        JobEntry entry = table.find(job);
        if (entry != null) {
          found.add(BoardJob.of(entry.job, boardState(entry, now)));
        }
      }
      return found;
    });
  }

  private static BoardState boardState(JobEntry entry, Instant now) {
    return BoardState.of(entry.candidate(now));
  }

  @Override
  public List<StartResult> start(String owner, List<StartRequest> starts) {
    return table.locked(() -> {
      List<StartResult> answers = new ArrayList<>();
      starts.forEach(startRequest -> answers.add(start(owner, startRequest)));
      return answers;
    });
  }

  private StartResult start(String owner, StartRequest startRequest) {
    JobEntry entry = table.find(startRequest.job());
    if (entry == null) {
      return new StartResult.Refused(StartRefusal.JOB_MISSING, 0);
    }
    Instant now = table.clock.now();
    long newest = entry.job.status().token();
    StartRefusal startRefusal = startRequest.refusal(boardState(entry, now), newest);
    return startRefusal == null
        ? new StartResult.Started(started(entry, owner, startRequest.token(), now))
        : new StartResult.Refused(startRefusal, newest);
  }

  private Claim started(JobEntry entry, String owner, long token, Instant now) {
    if (entry.claimedOnExternalBoard) {
      String before = entry.job.status().owner();
      table.record(entry, JobEvent.Kind.LOST, LostClaimNote.claimedByAnother(before, owner));
      table.put(entry, lost(entry.job));
    }
    boolean resumed = entry.job.state() == JobState.RUNNING;
    entry.parked = false;
    entry.claimedOnExternalBoard = true;
    table.put(entry, JobTransitionEffects.claimed(entry.job, owner, token, now));
    entry.postedOnExternalBoard = true;
    table.record(entry, resumed ? JobEvent.Kind.RESUMED : JobEvent.Kind.STARTED, null);
    return new Claim(entry.job, resumed);
  }

  private static Job lost(Job job) {
    return job.withStatus(
        job.status().toBuilder()
            .takeovers(JobTransitionEffects.takeovers(job, ClaimEnd.LEASE_LOST))
            .build());
  }

  @Override
  public Set<JobId> release(Collection<BoardSession.ClaimRef> claims, ClaimEnd end) {
    return table.locked(() -> {
      Set<JobId> released = new HashSet<>();
      for (BoardSession.ClaimRef claim : claims) {
        JobEntry entry = claimed(claim);
        if (entry != null) {
          table.release(
              entry,
              InMemoryJobTable.withRaisedToken(
                  entry.job, table.clock.now(), JobTransitionEffects.takeovers(entry.job, end)),
              false);
          entry.postedOnExternalBoard = true;
          boolean isLost = end == ClaimEnd.LEASE_LOST;
          String holder = entry.job.status().owner();
          table.record(entry, end.event(), isLost ? LostClaimNote.sessionEnded(holder) : null);
          released.add(claim.job());
        }
      }
      return released;
    });
  }

  @Override
  public Set<JobId> endedClaims(Collection<BoardSession.ClaimRef> claims) {
    return table.locked(() ->
        claims.stream()
            .filter(claim -> claimed(claim) == null)
            .map(BoardSession.ClaimRef::job)
            .collect(Collectors.toSet()));
  }

  /** Returns the table entry of the job with this claim; null if the claim has ended. */
  private @Nullable JobEntry claimed(BoardSession.ClaimRef claim) {
    JobEntry entry = table.find(claim.job());
    return entry != null
            && boardState(entry, table.clock.now()) == BoardState.CLAIMED
            && entry.job.status().token() == claim.token()
        ? entry
        : null;
  }

  @Override
  public void freeUniqueKeys(Collection<BoardSession.ClaimRef> claims) {
    table.locked(() -> {
      for (BoardSession.ClaimRef claim : claims) {
        JobEntry entry = table.find(claim.job());
        if (entry != null
            && entry.job.state().isFinal()
            && entry.job.status().token() == claim.token()) {
          table.freeUniqueKey(entry);
        }
      }
    });
  }

  @Override
  public List<BoardSession.ClaimRef> claimsHoldingUniqueKeys(@Nullable JobId after, int most) {
    return table.locked(() ->
        table.all().stream()
            .filter(entry -> entry.claimedOnExternalBoard && entry.job.state().isFinal())
            .filter(entry -> entry.job.spec().uniqueKey() != null)
            .map(entry -> new BoardSession.ClaimRef(entry.job.id(), entry.job.status().token()))
            .filter(claim -> after == null || claim.job().compareTo(after) > 0)
            .sorted(Comparator.comparing(BoardSession.ClaimRef::job))
            .limit(most)
            .toList());
  }

  @Override
  public List<ExternalEntry> externalEntries(@Nullable JobId after, int most) {
    return table.locked(() ->
        table.board().values().stream()
            .filter(entry -> entry.postedOnExternalBoard || entry.claimedOnExternalBoard)
            .filter(entry -> after == null || entry.job.id().compareTo(after) > 0)
            .sorted(Comparator.comparing(entry -> entry.job.id()))
            .limit(most)
            .map(InMemoryExternalBoardStore::elsewhere)
            .toList());
  }

  @Override
  public List<ExternalEntry> foreignRuns(@Nullable JobId after, int most) {
    return table.locked(() -> {
      Instant now = table.clock.now();
      return table.all().stream()
          .filter(entry -> after == null || entry.job.id().compareTo(after) > 0)
          .filter(entry -> entry.job.spec().mode() != ExecutionMode.PULL)
          .filter(entry -> boardState(entry, now) == BoardState.FOREIGN_RUN)
          .sorted(Comparator.comparing(entry -> entry.job.id()))
          .limit(most)
          .map(InMemoryExternalBoardStore::elsewhere)
          .toList();
    });
  }

  private static ExternalEntry elsewhere(JobEntry entry) {
    return new ExternalEntry(
        entry.job.id(),
        entry.job.spec().priority().value(),
        entry.job.status().token(),
        entry.claimedOnExternalBoard);
  }
}
