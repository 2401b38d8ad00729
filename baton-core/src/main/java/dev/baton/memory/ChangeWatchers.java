// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.job.Watch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls registered callbacks after changes. The failure of one callback does not affect the others.
 */
final class ChangeWatchers {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeWatchers.class);

  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  /** Compared by identity, so that one callback can be registered twice. */
  private static final class Watcher {
    private final Runnable callback;

    Watcher(Runnable callback) {
      this.callback = callback;
    }
  }

  Watch add(Runnable callback) {
    Watcher watcher = new Watcher(callback);
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  void notifyWatchers() {
    for (Watcher watcher : watchers) {
      try {
        watcher.callback.run();
      } catch (RuntimeException e) {
        LOG.warn("a callback of a board watcher failed; it stays registered", e);
      }
    }
  }
}
