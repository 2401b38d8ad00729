// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.job.Watch;
import dev.baton.job.Watchers;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Notifies watchers of changes: in this process, and in other processes if the database supports
 * it.
 */
final class ChangeNotifier {

  enum Kind {
    /** A job may be ready to be claimed. */
    POSTING('p'),
    /** A job that an executor runs was ended by another process or thread. */
    ENDING('e'),
    /** The history of jobs has new events. */
    HISTORY('h'),
    /** An executor joined the board. */
    JOINING('j'),
    /** An operator sent a question to a member of the member registry. */
    QUESTION('q');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    char letter() {
      return letter;
    }
  }

  /** Notifies other processes. */
  interface RemoteNotifier {
    void announce(DSLContext sql, Set<Kind> kinds);

    /**
     * Notifies other processes that there are new events. That may happen a moment later, together
     * with later events, because no watcher needs to know it at once.
     */
    void announceHistory();
  }

  private final Map<Kind, Watchers> watchers = new EnumMap<>(Kind.class);
  // Set once, before the backend is given to its users.
  private volatile @Nullable RemoteNotifier remoteNotifier;
  private final boolean hearsOthers;

  /**
   * @param hearsOthers whether this process is notified of changes of every other process
   */
  ChangeNotifier(boolean hearsOthers) {
    this.hearsOthers = hearsOthers;
    for (Kind kind : Kind.values()) {
      watchers.put(kind, new Watchers());
    }
  }

  void setRemote(RemoteNotifier remoteNotifier) {
    this.remoteNotifier = remoteNotifier;
  }

  Watch watch(Kind kind, Runnable callback) {
    return watchers(kind).add(callback);
  }

  /** Whether this process is notified of the changes of all other processes. */
  boolean hearsOtherProcesses() {
    return hearsOthers;
  }

  boolean isWatched(Kind kind) {
    return !watchers(kind).isEmpty();
  }

  private Watchers watchers(Kind kind) {
    return Objects.requireNonNull(watchers.get(kind));
  }

  /** Notifies other processes when the transaction commits. */
  void announceInTransaction(DSLContext sql, Set<Kind> kinds) {
    RemoteNotifier to = remoteNotifier;
    if (to != null && !kinds.isEmpty()) {
      to.announce(sql, kinds);
    }
  }

  /** Notifies the watchers in this process. Must be called after the commit. */
  void notifyWatchers(Set<Kind> kinds) {
    kinds.forEach(kind -> watchers(kind).notifyWatchers());
  }

  /**
   * Notifies watchers that there are new events: in this process at once, in other processes a
   * moment later.
   */
  void notifyHistory() {
    notifyWatchers(Set.of(Kind.HISTORY));
    RemoteNotifier to = remoteNotifier;
    if (to != null) {
      to.announceHistory();
    }
  }

  /**
   * Notifies all watchers of all kinds, because a connection was lost and announcements may have
   * been missed.
   */
  void notifyAllWatchers() {
    notifyWatchers(Set.of(Kind.values()));
  }
}
