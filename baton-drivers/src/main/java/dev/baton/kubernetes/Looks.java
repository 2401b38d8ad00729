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
 * Which jobs a watch looks at, and when. A look that fails is repeated after {@link #SOON}, and
 * does not keep the watch from looking at the other jobs. Only {@link #run} is bound to one thread.
 */
final class Looks {

  /** Until a look at a job is repeated that failed, or found too little. */
  static final Duration SOON = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Looks.class);

  private final Supplier<Instant> now;
  private final Consumer<String> look;
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  // When a job is looked at again though the watch tells nothing of it.
  private final Map<String, Instant> later = new ConcurrentHashMap<>();
  // Jobs whose last look failed; used by the thread that runs.
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  /**
   * @param look at the job of a name
   */
  Looks(Supplier<Instant> now, Consumer<String> look) {
    this.now = now;
    this.look = look;
  }

  /** The next run looks at the job. */
  void next(String name) {
    changed.add(name);
  }

  /** A run at that time or later looks at the job, unless an earlier one does. */
  void at(String name, Instant when) {
    later.put(name, when);
  }

  /** As {@link #at}, in two seconds. */
  void soon(String name) {
    at(name, now.get().plus(SOON));
  }

  /** Looks at the jobs whose time has come. */
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
        LOG.warn("a look at a job failed; it is repeated: engineJob={}", name, e);
      } else {
        LOG.debug("a look at a job failed again, engineJob={}", name, e);
      }
    }
  }

  /** Until the next run has something to do, at most so long. */
  Duration untilNext(Duration atMost) {
    Instant start = now.get();
    Instant next = later.values().stream().min(Instant::compareTo).orElse(Instant.MAX);
    if (next.isAfter(start.plus(atMost))) {
      return atMost;
    }
    return start.isBefore(next) ? Duration.between(start, next) : Duration.ZERO;
  }
}
