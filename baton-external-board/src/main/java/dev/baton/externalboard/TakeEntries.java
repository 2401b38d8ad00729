// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.Claim;
import dev.baton.board.ExternalBoardStore;
import dev.baton.board.ExternalBoardStore.StartResult;
import dev.baton.board.SetAsideItems;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.job.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks many entries at once and then starts their jobs in the store, with the fencing tokens of
 * the locks. If a job cannot be started, the lock is deleted, and the entry is set aside or
 * removed.
 */
final class TakeEntries {

  private static final Logger LOG = LoggerFactory.getLogger(TakeEntries.class);

  /**
   * How long an entry whose job is missing is kept. Nuvla's server creates an entry before its job,
   * so the job may still come.
   */
  private static final Duration ORPHAN = Duration.ofSeconds(10);

  private final BoardContext parts;
  private final LockSession session;
  private final String owner;
  private final SetAsideItems<String> setAsideEntries;
  // The names of entries on which this session may have a lock that it does not want, because the
  // answer to the creation or deletion of the lock got lost.
  private final Set<String> uncertainClaims = ConcurrentHashMap.newKeySet();

  TakeEntries(
      BoardContext parts,
      LockSession session,
      String owner,
      SetAsideItems<String> setAsideEntries) {
    this.parts = parts;
    this.session = session;
    this.owner = owner;
    this.setAsideEntries = setAsideEntries;
  }

  /** A claim and the entry for which it was granted. */
  record ClaimedEntry(String name, Claim claim) {}

  /**
   * The result of taking one list of entries.
   *
   * @param missed the number of entries that other sessions had locked a moment before
   * @param takeAgain entries to try once more; the store refused their tokens as too small, and the
   *     tokens were raised since
   */
  record TakeResult(List<ClaimedEntry> taken, int missed, List<String> takeAgain) {}

  /** The entries whose jobs were not started: those to remove, and those to try again. */
  private record Remainder(List<String> toRemove, List<String> again) {}

  private record Locked(String name, JobId job, long token) {}

  /**
   * Takes the entries.
   *
   * @param names entries of different jobs
   */
  TakeResult run(List<String> names) {
    List<Locked> locked = new ArrayList<>();
    int missed = 0;
    boolean lost = false;
    for (LockSession.LockAttempt lockAttempt : session.take(names)) {
      switch (lockAttempt.outcome()) {
        case TAKEN -> {
          JobId job = parts.view().job(lockAttempt.name());
          if (job == null) {
            release(lockAttempt.name());
          } else {
            locked.add(new Locked(lockAttempt.name(), job, lockAttempt.token()));
          }
        }
        case MISSED -> missed++;
        case REMOVED -> missed++;
        case UNKNOWN -> uncertainClaims.add(lockAttempt.name());
        case LOST -> lost = true;
      }
    }
    if (lost) {
      throw new LostClaimException(
          "the " + parts.boardName() + " session of executor '" + owner + "' has ended");
    }
    if (locked.isEmpty() && !uncertainClaims.isEmpty()) {
      throw new UnavailableException(
          "the connection to " + parts.boardName() + " was lost during a claim");
    }
    Remainder rest = new Remainder(new ArrayList<>(), new ArrayList<>());
    if (!parts.store().startsAreAtomic()) {
      removeDuplicates(locked, rest);
    }
    List<ClaimedEntry> taken = locked.isEmpty() ? List.of() : start(locked, rest);
    consume(rest.toRemove());
    return new TakeResult(taken, missed, rest.again());
  }

  /**
   * Splits the entries into lists that contain each job at most once, because locks that are taken
   * together may have the same token.
   */
  List<List<String>> oneOfEachJob(List<String> names) {
    List<List<String>> lists = new ArrayList<>();
    Map<JobId, Integer> entries = new HashMap<>();
    for (String name : names) {
      JobId job = parts.view().job(name);
      int before = job == null ? 0 : entries.merge(job, 1, Integer::sum) - 1;
      if (before == lists.size()) {
        lists.add(new ArrayList<>());
      }
      lists.get(before).add(name);
    }
    return lists;
  }

  /**
   * Moves the entries whose jobs have another entry with an older lock from the locked entries to
   * the entries to remove.
   */
  private void removeDuplicates(List<Locked> locked, Remainder rest) {
    List<Locked> doubtful =
        locked.stream().filter(lock -> parts.view().namesOf(lock.job()).size() > 1).toList();
    if (!doubtful.isEmpty()) {
      parts.queue().refresh();
    }
    for (Locked lock : doubtful) {
      if (hasOlderLock(lock)) {
        locked.remove(lock);
        rest.toRemove().add(lock.name());
      }
    }
  }

  /**
   * Whether another entry of the job has a lock that is older than this lock. The view must contain
   * all locks that are older.
   */
  private boolean hasOlderLock(Locked lock) {
    return parts.view().namesOf(lock.job()).stream()
        .filter(other -> !other.equals(lock.name()) && parts.view().isTaken(other))
        .anyMatch(other -> session.isOlder(other, lock.name()));
  }

  private List<ClaimedEntry> start(List<Locked> locked, Remainder rest) {
    List<StartResult> answers;
    try {
      answers =
          parts
              .store()
              .start(
                  owner,
                  locked.stream()
                      .map(lock ->
                          new ExternalBoardStore.StartRequest(lock.job(), lock.token(), null))
                      .toList());
    } catch (RuntimeException e) {
      // The store may have started jobs although the call failed. Such a job is claimed without a
      // lock, so the next session that locks its entry resumes it.
      locked.forEach(lock -> release(lock.name()));
      throw e;
    }
    List<ClaimedEntry> taken = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Locked lock = locked.get(i);
      switch (answers.get(i)) {
        case StartResult.Started started ->
            taken.add(new ClaimedEntry(lock.name(), started.claim()));
        case StartResult.Refused refused -> {
          Claim claim = refused(lock, refused, rest);
          if (claim != null) {
            taken.add(new ClaimedEntry(lock.name(), claim));
          }
        }
      }
    }
    return taken;
  }

  private @Nullable Claim refused(Locked lock, StartResult.Refused refused, Remainder rest) {
    switch (refused.reason()) {
      case OFF_BOARD -> rest.toRemove().add(lock.name());
      case NOT_DUE -> {
        // The job is not due. The entry is removed, and the job is posted again when it is due.
        rest.toRemove().add(lock.name());
        parts.store().markPosted(List.of(lock.job()), false);
      }
      case JOB_MISSING -> {
        long known = parts.clock().nanos() - parts.view().knownSinceNanos(lock.name());
        if (known > ORPHAN.toNanos()) {
          rest.toRemove().add(lock.name());
        } else {
          setAsideEntries.add(lock.name());
          release(lock.name());
        }
      }
      case UNDECIDED -> {
        setAsideEntries.add(lock.name());
        release(lock.name());
      }
      case STALE_TOKEN -> {
        session.raiseTokens(lock.token(), refused.token());
        release(lock.name());
        rest.again().add(lock.name());
      }
      case CLAIMED -> {
        return claimed(lock, refused.token(), rest);
      }
    }
    return null;
  }

  /**
   * Handles a job that is already claimed in the store. If another entry of the job has an older
   * lock, that lock belongs to the claim, and this entry is a duplicate. Otherwise the holder of
   * the claim is dead, and this session resumes the job.
   */
  private @Nullable Claim claimed(Locked lock, long token, Remainder rest) {
    parts.queue().refresh();
    if (hasOlderLock(lock)) {
      rest.toRemove().add(lock.name());
      return null;
    }
    if (!session.isOwn(lock.name())) {
      return null;
    }
    StartResult startResult =
        parts
            .store()
            .start(
                owner,
                List.of(new ExternalBoardStore.StartRequest(lock.job(), lock.token(), token)))
            .getFirst();
    return switch (startResult) {
      case StartResult.Started started -> started.claim();
      case StartResult.Refused refused -> {
        LOG.debug("job is not resumed: job={} reason={}", lock.job(), refused.reason());
        if (refused.reason() == ExternalBoardStore.StartRefusal.STALE_TOKEN) {
          session.raiseTokens(lock.token(), refused.token());
        }
        release(lock.name());
        rest.again().add(lock.name());
        yield null;
      }
    };
  }

  /**
   * Deletes a lock, so that other executors can take the entry. If it is unknown whether the lock
   * is gone, it is deleted again before the next claim.
   */
  void release(String name) {
    if (!session.release(name)) {
      uncertainClaims.add(name);
    }
  }

  /** Removes an entry and the lock of this session on it. Does nothing if they do not exist. */
  void consume(String name) {
    session.finishConsume(name, session.consumeAsync(name));
  }

  private void consume(Collection<String> names) {
    List<CompletableFuture<?>> consuming = new ArrayList<>();
    names.forEach(name -> consuming.add(session.consumeAsync(name)));
    int at = 0;
    for (String name : names) {
      try {
        session.finishConsume(name, consuming.get(at));
      } catch (UnavailableException e) {
        LOG.debug("entry could not be removed; it is removed later: entry={}", name, e);
        uncertainClaims.add(name);
      }
      at++;
    }
  }

  /**
   * Deletes the locks of {@link #uncertainClaims}. A lock stays in that set until it is certain
   * that it is gone.
   */
  void resolveUnknownLocks() {
    for (String name : List.copyOf(uncertainClaims)) {
      if (session.release(name)) {
        uncertainClaims.remove(name);
      }
    }
  }
}
