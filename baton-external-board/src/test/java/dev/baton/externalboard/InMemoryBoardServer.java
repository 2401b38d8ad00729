// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.externalboard;

import dev.baton.externalboard.LockSession.LockAttempt;
import dev.baton.externalboard.LockSession.LockState;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An external board in memory, which several {@link InMemoryEntryQueue}s share like processes. It
 * behaves like a server with scripts: each method is one atomic request, and the locks of a session
 * that ended are removed by the next request of anybody.
 */
final class InMemoryBoardServer {

  /** The lock of an entry. */
  private record Lock(InMemoryLockSession session, long token) {}

  private final Clock clock;
  private final List<InMemoryEntryQueue> queues = new CopyOnWriteArrayList<>();
  // Guarded by the lock of this object, like the fields below.
  private final NavigableMap<String, JobId> entries = new TreeMap<>();
  private final Map<String, Lock> locks = new HashMap<>();
  private final Map<String, InMemoryLockSession> sessions = new HashMap<>();
  private long sequence;
  private long token;
  private @Nullable InMemoryEntryQueue feeder;

  InMemoryBoardServer(Clock clock) {
    this.clock = clock;
  }

  synchronized void connect(InMemoryEntryQueue queue) {
    queues.add(queue);
    queue.view().replaceNames(entries.keySet());
    entries.forEach(queue.view()::setJob);
    queue.view().replaceTaken(locks.keySet());
  }

  void disconnect(InMemoryEntryQueue queue) {
    queues.remove(queue);
    synchronized (this) {
      if (!queue.equals(feeder)) {
        return;
      }
      feeder = null;
    }
    queues.forEach(other -> other.view().feederRemoved());
  }

  synchronized boolean tryFeederRole(InMemoryEntryQueue queue) {
    feeder = feeder == null ? queue : feeder;
    return queue.equals(feeder);
  }

  void notifyFeeder() {
    queues.forEach(queue -> queue.view().feederNotice());
  }

  synchronized String put(int priority, JobId job) {
    String name = EntryQueue.prefix(priority) + String.format(Locale.ROOT, "%010d", sequence++);
    entries.put(name, job);
    for (InMemoryEntryQueue queue : queues) {
      queue.view().add(name);
      queue.view().setJob(name, job);
    }
    return name;
  }

  synchronized List<String> remove(Collection<String> names) {
    endExpired();
    List<String> removed =
        names.stream()
            .filter(entries::containsKey)
            .filter(name -> !locks.containsKey(name))
            .toList();
    removed.forEach(this::removeEntry);
    return removed;
  }

  private void removeEntry(String name) {
    entries.remove(name);
    queues.forEach(queue -> queue.view().remove(name));
  }

  /** Removes the locks of the sessions that have ended. */
  synchronized void endExpired() {
    List<String> ended =
        locks.entrySet().stream()
            .filter(lock -> lock.getValue().session().hasEnded())
            .map(Map.Entry::getKey)
            .toList();
    ended.forEach(this::unlock);
  }

  /** Returns the reference of the session. */
  synchronized String add(InMemoryLockSession session) {
    String reference = "session " + sessions.size();
    sessions.put(reference, session);
    return reference;
  }

  /** Ends a session of any process. Returns whether the session had not ended before. */
  synchronized boolean endSession(String reference) {
    InMemoryLockSession session = sessions.get(reference);
    if (session == null || session.hasEnded()) {
      return false;
    }
    session.close();
    return true;
  }

  private void unlock(String name) {
    locks.remove(name);
    queues.forEach(queue -> queue.view().release(name));
  }

  synchronized List<LockAttempt> take(InMemoryLockSession session, List<String> names) {
    endExpired();
    List<LockAttempt> attempts = new ArrayList<>();
    for (String name : names) {
      attempts.add(
          session.hasEnded()
              ? new LockAttempt(name, LockState.LOST, 0)
              : !entries.containsKey(name)
                  ? new LockAttempt(name, LockState.REMOVED, 0)
                  : locks.containsKey(name)
                      ? new LockAttempt(name, LockState.MISSED, 0)
                      : new LockAttempt(name, LockState.TAKEN, lock(session, name)));
    }
    return attempts;
  }

  private long lock(InMemoryLockSession session, String name) {
    locks.put(name, new Lock(session, ++token));
    queues.forEach(queue -> queue.view().take(name));
    return token;
  }

  synchronized boolean isOwn(InMemoryLockSession session, String name) {
    Lock lock = locks.get(name);
    return lock != null && lock.session().equals(session) && !session.hasEnded();
  }

  synchronized boolean isOlder(String name, String thanName) {
    endExpired();
    Lock lock = locks.get(name);
    Lock than = locks.get(thanName);
    return lock != null && than != null && lock.token() < than.token();
  }

  synchronized void release(InMemoryLockSession session, String name) {
    if (isOwn(session, name)) {
      unlock(name);
    }
  }

  synchronized void consume(InMemoryLockSession session, String name) {
    if (isOwn(session, name)) {
      removeEntry(name);
      unlock(name);
    }
  }

  synchronized void raiseTokens(long newest) {
    token = Math.max(token, newest);
  }

  synchronized List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** Loses all data, as an emptied server does. The tokens start again. */
  void clear() {
    synchronized (this) {
      entries.clear();
      locks.clear();
      feeder = null;
      sequence = 0;
      token = 0;
      queues.forEach(queue -> queue.view().clear());
    }
    queues.forEach(queue -> queue.view().feederRemoved());
  }

  Clock clock() {
    return clock;
  }
}
