// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.board.Admission;
import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.board.Ledger;
import dev.baton.job.ClaimEnd;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.JobSteps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class InMemoryLedger implements Ledger {

  private final JobTable table;

  InMemoryLedger(JobTable table) {
    this.table = table;
  }

  /** What jobs of one kind have in common. */
  private record Lane(Admission.Kind kind, List<String> requires) {
    static Lane of(Job job) {
      return new Lane(
          new Admission.Kind(job.spec().action(), job.spec().version()), job.spec().requires());
    }
  }

  @Override
  public Unposted unposted(int most, int perKind) {
    return table.locked(() -> {
      Instant now = table.clock.now();
      Map<Lane, Integer> posted = new HashMap<>();
      table.board().values().stream()
          .filter(entry -> entry.posted && place(entry, now) == Place.WAITING)
          .forEach(entry -> posted.merge(Lane.of(entry.job), 1, Integer::sum));
      List<Waiting> waiting = new ArrayList<>();
      boolean more = false;
      for (JobEntry entry : table.board().values()) {
        if (entry.posted || place(entry, now) != Place.WAITING) {
          continue;
        }
        boolean scarce = posted.merge(Lane.of(entry.job), 1, Integer::sum) <= perKind;
        if (waiting.size() < most || scarce) {
          waiting.add(waiting(entry, scarce, now));
        } else {
          more = true;
        }
      }
      return new Unposted(waiting, more);
    });
  }

  private static Waiting waiting(JobEntry entry, boolean scarce, Instant now) {
    Job job = entry.job;
    boolean fresh = !job.updated().plus(FRESH).isBefore(now) && !entry.due().isAfter(job.updated());
    return new Waiting(job.id(), job.spec().priority().value(), fresh, scarce);
  }

  @Override
  public void mark(Collection<JobId> jobs, boolean posted) {
    table.locked(() -> {
      Instant now = table.clock.now();
      for (JobId job : jobs) {
        JobEntry entry = table.find(job);
        if (entry != null && place(entry, now) == Place.WAITING) {
          entry.posted = posted;
        }
      }
    });
  }

  @Override
  public List<Standing> standing(Collection<JobId> jobs) {
    return table.locked(() -> {
      Instant now = table.clock.now();
      List<Standing> found = new ArrayList<>();
      for (JobId job : new HashSet<>(jobs)) {
        JobEntry entry = table.find(job);
        if (entry != null) {
          found.add(Standing.of(entry.job, place(entry, now)));
        }
      }
      return found;
    });
  }

  private static Place place(JobEntry entry, Instant now) {
    if (entry.claimedElsewhere && entry.job.state() == JobState.RUNNING) {
      return Place.CLAIMED;
    }
    if (!entry.isOnBoard()) {
      return isOutside(entry) ? Place.OUTSIDE : Place.OFF;
    }
    return entry.due().isAfter(now) ? Place.NOT_DUE : Place.WAITING;
  }

  private static boolean isOutside(JobEntry entry) {
    return entry.job.state() == JobState.RUNNING
        && entry.events.getLast().kind() != JobEvent.Kind.PARKED;
  }

  @Override
  public List<Answer> start(String owner, List<Start> starts) {
    return table.locked(() -> {
      List<Answer> answers = new ArrayList<>();
      starts.forEach(start -> answers.add(start(owner, start)));
      return answers;
    });
  }

  private Answer start(String owner, Start start) {
    JobEntry entry = table.find(start.job());
    if (entry == null) {
      return new Answer.Refused(Refusal.MISSING, 0);
    }
    Instant now = table.clock.now();
    Refusal refusal = refusal(entry, start, now);
    return refusal == null
        ? new Answer.Started(started(entry, owner, start.token(), now))
        : new Answer.Refused(refusal, entry.job.status().token());
  }

  private static @Nullable Refusal refusal(JobEntry entry, Start start, Instant now) {
    long newest = entry.job.status().token();
    return switch (place(entry, now)) {
      case OFF -> Refusal.OFF;
      case NOT_DUE -> Refusal.NOT_DUE;
      case CLAIMED ->
          start.over() == null || start.over() != newest
              ? Refusal.CLAIMED
              : start.token() <= newest ? Refusal.STALE : null;
      case WAITING, OUTSIDE -> start.token() <= newest ? Refusal.STALE : null;
    };
  }

  private Claim started(JobEntry entry, String owner, long token, Instant now) {
    if (entry.claimedElsewhere) {
      table.record(entry, JobEvent.Kind.LOST, null);
      table.put(entry, lost(entry.job));
    }
    boolean resumed = entry.job.state() == JobState.RUNNING;
    entry.parked = false;
    entry.claimedElsewhere = true;
    table.put(entry, JobSteps.claimed(entry.job, owner, token, now));
    entry.posted = true;
    table.record(entry, resumed ? JobEvent.Kind.RESUMED : JobEvent.Kind.STARTED, null);
    return new Claim(entry.job, resumed);
  }

  private static Job lost(Job job) {
    return job.withStatus(
        job.status().toBuilder().takeovers(JobSteps.takeovers(job, ClaimEnd.LOST)).build());
  }

  @Override
  public Set<JobId> release(Collection<Claims.Held> claims, ClaimEnd end) {
    return table.locked(() -> {
      Set<JobId> released = new HashSet<>();
      for (Claims.Held claim : claims) {
        JobEntry entry = table.find(claim.job());
        if (entry != null
            && place(entry, table.clock.now()) == Place.CLAIMED
            && entry.job.status().token() == claim.token()) {
          table.release(
              entry,
              JobTable.raised(entry.job, table.clock.now(), JobSteps.takeovers(entry.job, end)),
              false);
          entry.posted = true;
          table.record(entry, end.event(), null);
          released.add(claim.job());
        }
      }
      return released;
    });
  }

  @Override
  public Set<JobId> ended(Collection<Claims.Held> claims) {
    return table.locked(() -> {
      Set<JobId> ended = new HashSet<>();
      for (Claims.Held claim : claims) {
        JobEntry entry = table.find(claim.job());
        if (entry == null
            || place(entry, table.clock.now()) != Place.CLAIMED
            || entry.job.status().token() != claim.token()) {
          ended.add(claim.job());
        }
      }
      return ended;
    });
  }

  @Override
  public void letGo(Collection<Claims.Held> claims) {
    table.locked(() -> {
      for (Claims.Held claim : claims) {
        JobEntry entry = table.find(claim.job());
        if (entry != null
            && entry.job.state().isFinal()
            && entry.job.status().token() == claim.token()) {
          table.letGo(entry);
        }
      }
    });
  }

  @Override
  public List<Claims.Held> stopping(@Nullable JobId after, int most) {
    return table.locked(() ->
        table.all().stream()
            .filter(entry -> entry.claimedElsewhere && entry.job.state().isFinal())
            .filter(entry -> entry.job.spec().uniqueKey() != null)
            .map(entry -> new Claims.Held(entry.job.id(), entry.job.status().token()))
            .filter(claim -> after == null || claim.job().compareTo(after) > 0)
            .sorted(Comparator.comparing(Claims.Held::job))
            .limit(most)
            .toList());
  }

  @Override
  public List<Elsewhere> elsewhere(@Nullable JobId after, int most) {
    return table.locked(() ->
        table.board().values().stream()
            .filter(entry -> entry.posted || entry.claimedElsewhere)
            .filter(entry -> after == null || entry.job.id().compareTo(after) > 0)
            .sorted(Comparator.comparing(entry -> entry.job.id()))
            .limit(most)
            .map(InMemoryLedger::elsewhere)
            .toList());
  }

  @Override
  public List<Elsewhere> outside(@Nullable JobId after, int most) {
    return table.locked(() -> {
      Instant now = table.clock.now();
      return table.all().stream()
          .filter(entry -> after == null || entry.job.id().compareTo(after) > 0)
          .filter(entry -> entry.job.spec().mode() != ExecutionMode.PULL)
          .filter(entry -> place(entry, now) == Place.OUTSIDE)
          .sorted(Comparator.comparing(entry -> entry.job.id()))
          .limit(most)
          .map(InMemoryLedger::elsewhere)
          .toList();
    });
  }

  private static Elsewhere elsewhere(JobEntry entry) {
    return new Elsewhere(
        entry.job.id(),
        entry.job.spec().priority().value(),
        entry.job.status().token(),
        entry.claimedElsewhere);
  }
}
