// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/**
 * Logs failures that repeat, such as failed deletions of an engine job. The first failure of each
 * subject is a warning. Its further failures are logged at DEBUG, until the subject succeeds or is
 * forgotten. Thread-safe.
 */
public final class FailureLog {

  private static final int MAX_SUBJECTS = 10_000;

  private final Logger log;
  private final String event;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  /**
   * @param event the message, with a placeholder for the subject, such as {@code cannot delete an
   *     engine job; Baton tries again: engineJob={}}
   */
  public FailureLog(Logger log, String event) {
    this.log = log;
    this.event = event;
  }

  /**
   * Records that the subject failed. Logs a WARN at its first failure, then DEBUG until it
   * succeeds.
   */
  public void failed(String subject, Throwable e) {
    if (failing.size() >= MAX_SUBJECTS) {
      // Forgets all subjects. A subject that fails again is then logged twice as a warning, which
      // is better than no warning for new subjects.
      failing.clear();
    }
    if (failing.add(subject)) {
      log.warn(event, subject, e);
    } else {
      log.debug(event, subject, e);
    }
  }

  /** Records that the subject succeeded or no longer exists. */
  public void succeeded(String subject) {
    failing.remove(subject);
  }
}
