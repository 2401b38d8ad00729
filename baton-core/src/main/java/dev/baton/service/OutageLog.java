// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import dev.baton.error.UnavailableException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that the servers do not answer, and that they do again: once, whoever notices. */
public final class OutageLog {

  private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);

  private final String owner;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * @param owner key and name of who tries, such as {@code executor=e1}
   */
  public OutageLog(String owner) {
    this.owner = owner;
  }

  /**
   * Something could not be done.
   *
   * @param what in words that follow "cannot", such as {@code claim jobs}; the same each time
   */
  public void callFailed(String what, UnavailableException e) {
    failing.add(what);
    if (told.compareAndSet(false, true)) {
      // The message says what is away; where it was noticed helps nobody who runs Baton.
      LOG.warn("{} cannot {}; goes on trying: {}", owner, what, e.getMessage());
      LOG.debug("{} cannot {}", owner, what, e);
    } else {
      LOG.debug("{} still cannot {}", owner, what, e);
    }
  }

  /** The same could be done; cheap. */
  public void callSucceeded(String what) {
    // The common case must not cost more than a look.
    if (told.get()
        && failing.remove(what)
        && failing.isEmpty()
        && told.compareAndSet(true, false)) {
      LOG.info("{} is served again", owner);
    }
  }
}
