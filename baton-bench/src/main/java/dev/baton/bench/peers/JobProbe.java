// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts the jobs that this process has run, and notes when they started. Thread-safe. */
final class JobProbe {

  private static final long NONE = 0;

  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong firstNanos = new AtomicLong(NONE);
  private final ConcurrentHashMap<String, Long> starts = new ConcurrentHashMap<>();

  /** Forgets the count and the first start. */
  void reset() {
    runs.set(0);
    firstNanos.set(NONE);
  }

  /** Called by each job. Returns the number of the job in this process, from 1. */
  long ran() {
    if (firstNanos.get() == NONE) {
      firstNanos.compareAndSet(NONE, System.nanoTime());
    }
    return runs.incrementAndGet();
  }

  /** Called by each job that was posted to be timed. */
  void started(String key) {
    starts.putIfAbsent(key, System.nanoTime());
    ran();
  }

  long runs() {
    return runs.get();
  }

  /**
   * The start of the first job since the reset, on the monotonic clock, which is one clock for all
   * processes of a Linux host; 0 if no job has started.
   */
  long firstNanos() {
    return firstNanos.get();
  }

  /** The start of a timed job, and forgets it; null if it has not started. */
  @Nullable Long startNanos(String key) {
    return starts.remove(key);
  }
}
