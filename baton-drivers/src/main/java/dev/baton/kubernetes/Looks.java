// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedule of a watch: the jobs to check, and when. A check that fails is repeated after {@link
 * #SOON} and does not prevent the checks of other jobs. Only {@link #run} must be called by one
 * thread.
 */
final class Looks {

  /** The delay until a job is checked again after a check that failed or was not conclusive. */
  static final Duration SOON = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Looks.class);

  private final Supplier<Instant> now;
  private final Consumer<String> look;
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  // When a job is checked although the watch reports no change.
  private final Map<String, Instant> later = new ConcurrentHashMap<>();
  // The jobs whose last check failed. Used by the thread that runs.
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  /**
   * @param look checks the job with the given name
   */
  Looks(Supplier<Instant> now, Consumer<String> look) {
    this.now = now;
    this.look = look;
  }

  /** Schedules a check of the job for the next run. */
  void next(String name) {
    changed.add(name);
  }

  /** Schedules a check of the job for that time. An earlier check of the job cancels it. */
  void at(String name, Instant when) {
    later.put(name, when);
  }

  /** Schedules a check of the job in two seconds. */
  void soon(String name) {
    at(name, now.get().plus(SOON));
  }

  /** Checks the jobs that are due. */
  void run() {
    Instant start = now.get();
    later.forEach((name, when) -> {
      if (!start.isBefore(when)) {
        changed.add(name);
      }
    });
    for (Iterator<String> names = changed.iterator(); names.hasNext(); ) {
      String name = names.next();
      names.remove();
      later.remove(name);
      lookAt(name);
    }
  }

  private void lookAt(String name) {
    try {
      look.accept(name);
      failing.remove(name);
    } catch (RuntimeException e) {
      soon(name);
      if (failing.add(name)) {
        LOG.warn("the check of an engine job failed; trying again: engineJob={}", name, e);
      } else {
        LOG.debug("the check of an engine job failed again: engineJob={}", name, e);
      }
    }
  }

  /** Returns the time until the next run has work, but not more than the given time. */
  Duration untilNext(Duration atMost) {
    Instant start = now.get();
    Instant next = later.values().stream().min(Instant::compareTo).orElse(Instant.MAX);
    if (next.isAfter(start.plus(atMost))) {
      return atMost;
    }
    return start.isBefore(next) ? Duration.between(start, next) : Duration.ZERO;
  }
}
