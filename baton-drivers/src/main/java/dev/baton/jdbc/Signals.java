// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.job.Watch;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who wait that something changed: in this process, and in others if possible. */
final class Signals {

  /** What may have changed. */
  enum Kind {
    /** There may be something to claim. */
    POSTING('p'),
    /** Somebody ended a job that an executor runs. */
    ENDING('e'),
    /** There are new events. */
    HISTORY('h');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    char letter() {
      return letter;
    }
  }

  /** How other processes are told. */
  interface Remote {
    void announce(DSLContext sql, Set<Kind> kinds);

    /** Without hurry, and many at once. */
    void announceHistory();
  }

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private final Map<Object, Runnable> postings = new ConcurrentHashMap<>();
  private final Map<Object, Runnable> endings = new ConcurrentHashMap<>();
  private final Map<Object, Runnable> history = new ConcurrentHashMap<>();
  // Set once before the backend is handed out.
  private volatile @Nullable Remote remote;

  void setRemote(Remote remote) {
    this.remote = remote;
  }

  Watch watch(Kind kind, Runnable callback) {
    Object key = new Object();
    watchers(kind).put(key, callback);
    return () -> watchers(kind).remove(key);
  }

  /** Whether anybody waits for such a change. */
  boolean isWatched(Kind kind) {
    return !watchers(kind).isEmpty();
  }

  private Map<Object, Runnable> watchers(Kind kind) {
    return switch (kind) {
      case POSTING -> postings;
      case ENDING -> endings;
      case HISTORY -> history;
    };
  }

  /** Tells other processes when the transaction commits. */
  void announce(DSLContext sql, Set<Kind> kinds) {
    Remote to = remote;
    if (to != null && !kinds.isEmpty()) {
      to.announce(sql, kinds);
    }
  }

  /** Tells this process; to be called after the commit. */
  void fire(Set<Kind> kinds) {
    kinds.forEach(kind -> watchers(kind).values().forEach(Signals::call));
  }

  /** New events that nobody waits for urgently. */
  void fireHistory() {
    fire(Set.of(Kind.HISTORY));
    Remote to = remote;
    if (to != null) {
      to.announceHistory();
    }
  }

  /** A connection was lost: anything may have been missed. */
  void fireAll() {
    fire(Set.of(Kind.values()));
  }

  private static void call(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      LOG.warn("a watcher failed; others are told all the same", e);
    }
  }
}
