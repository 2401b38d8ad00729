// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import dev.baton.error.UnavailableException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the start and the end of an outage once each, although many calls fail during the outage.
 * Several callers share one object. Thread-safe.
 */
public final class OutageLog {

  private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);

  private final String key;
  private final String name;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isReported = new AtomicBoolean();

  /**
   * @param owner key and name of the process in logs, such as {@code executor=e1}
   */
  public OutageLog(String owner) {
    int end = owner.indexOf('=') + 1;
    // A format, so that a line in JSON has the key as a field.
    this.key = owner.substring(0, end) + "{}";
    this.name = owner.substring(end);
  }

  /**
   * Records that a call failed.
   *
   * @param what the purpose of the call, in words that follow "cannot", such as {@code claim jobs};
   *     the same text in every call with this purpose
   */
  public void callFailed(String what, UnavailableException e) {
    failing.add(what);
    if (isReported.compareAndSet(false, true)) {
      // The message names what does not answer. The stack trace does not help an operator.
      LOG.warn("cannot {}; Baton tries again: " + key + " reason={}", what, name, e.getMessage());
      LOG.debug("cannot {}: " + key, what, name, e);
    } else {
      LOG.debug("cannot {}, as before: " + key, what, name, e);
    }
  }

  /**
   * Records that a call succeeded. The outage is over when no purpose fails any more. Cheap.
   *
   * @param what the purpose, as in {@link #callFailed}
   */
  public void callSucceeded(String what) {
    // There is usually no outage. Then this method must cost only one read.
    if (isReported.get()
        && failing.remove(what)
        && failing.isEmpty()
        && isReported.compareAndSet(true, false)) {
      LOG.info("servers answer again after an outage: " + key, name);
    }
  }
}
