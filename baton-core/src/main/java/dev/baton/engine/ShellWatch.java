// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One registered listener, with the engine jobs that were last reported to it. Any thread may call
 * {@link #close()}; all other methods are for the thread that reports changes.
 */
final class ShellWatch {

  /** The assumed maximum difference between the clocks of two hosts. */
  private static final Duration TOLERANCE = Duration.ofMinutes(10);

  private final Consumer<EngineEvent> listener;
  private final Instant since;
  private final Map<String, EngineJob> reported = new HashMap<>();
  // Written by the thread that closes the watch, read by the thread that reports changes.
  private volatile boolean closed;

  ShellWatch(Consumer<EngineEvent> listener, Instant since) {
    this.listener = listener;
    this.since = since;
  }

  /**
   * Reports the engine jobs that changed or disappeared since the previous call of this method.
   *
   * @param isUnreadable whether the engine job with this name may exist although the list does not
   *     contain it
   */
  void report(List<EngineJob> jobs, Predicate<String> isUnreadable) {
    Set<String> present = new HashSet<>();
    for (EngineJob job : jobs) {
      present.add(job.name());
      EngineJob before = reported.put(job.name(), job);
      if (before == null ? !isOld(job) : !before.equals(job)) {
        report(new EngineEvent.Changed(job));
      }
    }
    for (String name : List.copyOf(reported.keySet())) {
      if (!present.contains(name) && !isUnreadable.test(name)) {
        reported.remove(name);
        report(new EngineEvent.Gone(name));
      }
    }
  }

  private boolean isOld(EngineJob job) {
    Instant finished = job.status().finished();
    return finished != null && finished.isBefore(since.minus(TOLERANCE));
  }

  private void report(EngineEvent event) {
    if (!closed) {
      listener.accept(event);
    }
  }

  void close() {
    closed = true;
  }
}
