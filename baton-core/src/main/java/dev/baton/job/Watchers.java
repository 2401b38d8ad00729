// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls registered callbacks. The failure of one callback does not affect the others. Thread-safe.
 */
public final class Watchers {

  private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

  // Each registration has its own key, so that the same callback can be registered twice.
  private final Map<Object, Runnable> callbacks = new ConcurrentHashMap<>();

  public Watch add(Runnable callback) {
    Object key = new Object();
    callbacks.put(key, callback);
    return () -> callbacks.remove(key);
  }

  public boolean isEmpty() {
    return callbacks.isEmpty();
  }

  public void notifyWatchers() {
    for (Runnable callback : callbacks.values()) {
      try {
        callback.run();
      } catch (RuntimeException e) {
        LOG.warn(
            "watcher failed and stays registered: watcher={}", callback.getClass().getName(), e);
      }
    }
  }
}
