// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.error.LostClaimException;
import dev.baton.job.ClaimEnd;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.JobStatusBuilder;
import dev.baton.job.JobTransitionEffects;
import dev.baton.job.Watchers;
import dev.baton.service.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All jobs with their board and history under one lock. Every change of a job updates the indexes.
 * The watchers are called after the lock is released.
 */
final class InMemoryJobTable {

  private static final int MAX_NOTE = 1000;

  final Clock clock;
  final Watchers boardWatchers = new Watchers();
  final Watchers historyWatchers = new Watchers();
  final InMemoryLogbookStore logbooks = new InMemoryLogbookStore();

  private final ReentrantLock lock = new ReentrantLock();
  // All fields below are guarded by lock.
  private final Map<JobId, JobEntry> entries = new LinkedHashMap<>();
  private final NavigableMap<JobEntry.BoardPosition, JobEntry> board = new TreeMap<>();
  private final Map<UniqueKey, JobId> uniqueKeys = new HashMap<>();
  private final NavigableMap<Long, JobEvent> events = new TreeMap<>();
  private final Set<InMemoryBoardSession> sessions = new HashSet<>();
  private final Map<String, InMemoryBoardSession> rejoinableSessions = new HashMap<>();
  private long numbers;
  private boolean boardChanged;
  private boolean historyChanged;

  InMemoryJobTable(Clock clock) {
    this.clock = clock;
  }

  /** Runs the work under the lock, then calls the watchers of everything that changed. */
  <T> T locked(Supplier<T> work) {
    boolean notifyBoard;
    boolean notifyHistory;
    T answer;
    lock.lock();
    try {
      answer = work.get();
    } finally {
      notifyBoard = boardChanged;
      notifyHistory = historyChanged;
      boardChanged = false;
      historyChanged = false;
      lock.unlock();
      // Also after an exception: the changes that the work made before it are not rolled back, so
      // the watchers must be called for them.
      notifyOfChange(notifyBoard, notifyHistory);
    }
    return answer;
  }

  void locked(Runnable work) {
    locked(() -> {
      work.run();
      return true;
    });
  }

  private void notifyOfChange(boolean notifyBoard, boolean notifyHistory) {
    if (notifyBoard) {
      boardWatchers.notifyWatchers();
    }
    if (notifyHistory) {
      historyWatchers.notifyWatchers();
    }
  }

  @Nullable JobEntry find(JobId id) {
    return entries.get(id);
  }

  List<JobEntry> all() {
    return List.copyOf(entries.values());
  }

  /**
   * Returns the job that holds the key: a job that is not final, or that its executor has not
   * stopped yet.
   */
  @Nullable JobId holderOf(UniqueKey key) {
    return uniqueKeys.get(key);
  }

  /** Frees the unique key of a final job, because the executor of the job has stopped it. */
  void freeUniqueKey(JobEntry entry) {
    unindex(entry);
    entry.holder = null;
    entry.claimedOnExternalBoard = false;
    index(entry);
  }

  void add(Job job) {
    JobEntry entry = new JobEntry(++numbers, job);
    entries.put(job.id(), entry);
    index(entry);
    record(entry, JobEvent.Kind.POSTED, null);
  }

  /** Replaces the job in its table entry and leaves the claim unchanged. */
  void put(JobEntry entry, Job job) {
    unindex(entry);
    entry.job = job;
    index(entry);
  }

  /** Ends the claim, if there is one, and replaces the job. */
  void release(JobEntry entry, Job job, boolean parked) {
    unindex(entry);
    entry.holder = null;
    entry.postedOnExternalBoard = false;
    entry.claimedOnExternalBoard = false;
    entry.parked = parked;
    entry.job = job;
    index(entry);
  }

  void remove(JobEntry entry) {
    unindex(entry);
    entries.remove(entry.job.id());
    logbooks.delete(entry.job.id());
    entry.events.forEach(event -> events.remove(event.number()));
  }

  private void index(JobEntry entry) {
    UniqueKey key = UniqueKey.of(entry.job);
    if (key != null && (!entry.job.state().isFinal() || entry.isHeld())) {
      uniqueKeys.put(key, entry.job.id());
    }
    if (entry.isOnBoard()) {
      board.put(entry.position(), entry);
      boardChanged |= entry.holder == null && !entry.claimedOnExternalBoard;
    }
  }

  private void unindex(JobEntry entry) {
    UniqueKey key = UniqueKey.of(entry.job);
    if (key != null) {
      uniqueKeys.remove(key, entry.job.id());
    }
    board.remove(entry.position());
  }

  NavigableMap<JobEntry.BoardPosition, JobEntry> board() {
    return board;
  }

  void record(JobEntry entry, JobEvent.Kind kind, @Nullable String note) {
    Job job = entry.job;
    String shortened =
        note == null || note.length() <= MAX_NOTE ? note : note.substring(0, MAX_NOTE);
    JobEvent event =
        new JobEvent(
            ++numbers,
            job.id(),
            clock.now(),
            kind,
            job.state(),
            job.status().attempt(),
            job.status().owner(),
            shortened);
    entry.events.add(event);
    events.put(event.number(), event);
    historyChanged = true;
  }

  NavigableMap<Long, JobEvent> events() {
    return events;
  }

  /**
   * Returns the last number that was assigned to a job, an event or a log line, even if it was
   * removed.
   */
  long latestNumber() {
    return numbers;
  }

  long nextNumber() {
    return ++numbers;
  }

  /**
   * Returns the table entry of a job and checks the fencing token.
   *
   * @throws LostClaimException if the token is not the newest of the job
   */
  JobEntry withToken(JobId id, long token) {
    JobEntry entry = entries.get(id);
    if (entry == null) {
      throw new LostClaimException("the claim of " + id + " is lost: the job was deleted");
    }
    long newest = entry.job.status().token();
    if (token != newest) {
      throw new LostClaimException(
          "the claim of " + id + " is lost: its token is " + token + ", the newest " + newest);
    }
    return entry;
  }

  /**
   * Checks that the job is RUNNING and that the token is its newest token.
   *
   * @throws LostClaimException if not
   */
  void checkRunning(JobId id, long token) {
    locked(() -> {
      Job job = withToken(id, token).job;
      if (job.state() != JobState.RUNNING) {
        throw new LostClaimException(
            "the claim of " + id + " is lost: the job is " + job.state() + ", not RUNNING");
      }
    });
  }

  void join(InMemoryBoardSession session) {
    sessions.add(session);
  }

  void leave(InMemoryBoardSession session) {
    sessions.remove(session);
  }

  /** Keeps the session, so that {@link #findForRejoin} finds it by its key. */
  void keepForRejoin(String key, InMemoryBoardSession session) {
    rejoinableSessions.values().removeIf(InMemoryBoardSession::isEnded);
    rejoinableSessions.put(key, session);
  }

  /** Returns the session with that key; null if there is none or it has ended. */
  @Nullable InMemoryBoardSession findForRejoin(String key) {
    InMemoryBoardSession session = rejoinableSessions.get(key);
    return session == null || session.isEnded() ? null : session;
  }

  /**
   * Returns the jobs of all sessions whose lease has expired to the board. The result is the number
   * of these jobs.
   */
  int releaseLost() {
    List<InMemoryBoardSession> lost =
        sessions.stream().filter(InMemoryBoardSession::isEnded).toList();
    lost.forEach(sessions::remove);
    return lost.stream()
        .mapToInt(session -> returnToBoard(session, ClaimEnd.LEASE_LOST).size())
        .sum();
  }

  /** Ends a session as the end of its lease would. Returns whether it had not ended before. */
  boolean endDead(String reference) {
    Optional<InMemoryBoardSession> dead =
        sessions.stream()
            .filter(session -> session.reference().equals(reference))
            .filter(session -> !session.isEnded())
            .findFirst();
    dead.ifPresent(InMemoryBoardSession::expire);
    releaseLost();
    return dead.isPresent();
  }

  /** Returns all jobs of a session to the board. */
  List<JobId> returnToBoard(InMemoryBoardSession session, ClaimEnd end) {
    List<JobId> given = new ArrayList<>();
    for (JobId id : session.heldJobs()) {
      JobEntry entry = entries.get(id);
      if (entry != null && entry.holder == session) {
        returnToBoard(entry, end, end == ClaimEnd.LEASE_LOST ? session.lossNote() : null);
        given.add(id);
      }
    }
    return given;
  }

  /**
   * Returns a job to the board after its claim has ended. The job gets a greater token, so that
   * later writes with the ended claim are refused.
   */
  void returnToBoard(JobEntry entry, ClaimEnd end, @Nullable String note) {
    if (entry.job.state() != JobState.RUNNING) {
      freeUniqueKey(entry);
      return;
    }
    int takeovers = JobTransitionEffects.takeovers(entry.job, end);
    release(entry, withRaisedToken(entry.job, clock.now(), takeovers), false);
    record(entry, end.event(), note);
  }

  static Job withRaisedToken(Job job, Instant now, int takeovers) {
    JobStatusBuilder status = job.status().toBuilder().token(job.status().token() + 1);
    return job.withStatus(status.takeovers(takeovers).build()).written(now);
  }
}
