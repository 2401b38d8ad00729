// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.job.Watch;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who wait that something changed: in this process, and in others if possible. */
final class ChangeNotifier {

  /** What may have changed. */
  enum Kind {
    /** There may be something to claim. */
    POSTING('p'),
    /** Somebody ended a job that an executor runs. */
    ENDING('e'),
    /** There are new events. */
    HISTORY('h'),
    /** An executor joined the board. */
    JOINING('j'),
    /** A member of the roster is asked something. */
    QUESTION('q');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    char letter() {
      return letter;
    }
  }

  /** How other processes are told. */
  interface RemoteNotifier {
    void announce(DSLContext sql, Set<Kind> kinds);

    /** Without hurry, and many at once. */
    void announceHistory();
  }

  private static final Logger LOG = LoggerFactory.getLogger(ChangeNotifier.class);

  private final Map<Kind, Map<Object, Runnable>> watchers = new EnumMap<>(Kind.class);
  // Set once before the backend is handed out.
  private volatile @Nullable RemoteNotifier remoteNotifier;
  private final boolean reachesAll;

  /**
   * @param reachesAll whether signals reach every process that has the database open
   */
  ChangeNotifier(boolean reachesAll) {
    this.reachesAll = reachesAll;
    for (Kind kind : Kind.values()) {
      watchers.put(kind, new ConcurrentHashMap<>());
    }
  }

  void setRemote(RemoteNotifier remoteNotifier) {
    this.remoteNotifier = remoteNotifier;
  }

  Watch watch(Kind kind, Runnable callback) {
    Object key = new Object();
    watchers(kind).put(key, callback);
    return () -> watchers(kind).remove(key);
  }

  /** Whether what happens in one process is told in all that have the database open. */
  boolean reachOtherProcesses() {
    return reachesAll;
  }

  /** Whether anybody waits for such a change. */
  boolean isWatched(Kind kind) {
    return !watchers(kind).isEmpty();
  }

  private Map<Object, Runnable> watchers(Kind kind) {
    return Objects.requireNonNull(watchers.get(kind));
  }

  /** Tells other processes when the transaction commits. */
  void announceInTransaction(DSLContext sql, Set<Kind> kinds) {
    RemoteNotifier to = remoteNotifier;
    if (to != null && !kinds.isEmpty()) {
      to.announce(sql, kinds);
    }
  }

  /** Tells this process; to be called after the commit. */
  void notifyWatchers(Set<Kind> kinds) {
    kinds.forEach(kind -> watchers(kind).values().forEach(ChangeNotifier::call));
  }

  /** New events that nobody waits for urgently. */
  void notifyHistory() {
    notifyWatchers(Set.of(Kind.HISTORY));
    RemoteNotifier to = remoteNotifier;
    if (to != null) {
      to.announceHistory();
    }
  }

  /** A connection was lost: anything may have been missed. */
  void notifyAllWatchers() {
    notifyWatchers(Set.of(Kind.values()));
  }

  private static void call(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      LOG.warn("a watcher failed; others are told all the same", e);
    }
  }
}
