// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.job.JobId;
import dev.baton.member.CapabilityRefusal;
import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs that this executor refuses because of a capability, with the reasons. A job that the
 * board has not offered for {@link #EXPIRE_AFTER} is removed: it ended, or another executor has it.
 * Thread-safe.
 */
final class CapabilityRefusals {

  static final Duration EXPIRE_AFTER = Duration.ofMinutes(2);
  static final int MAX_SHOWN = 100;

  private static final Logger LOG = LoggerFactory.getLogger(CapabilityRefusals.class);
  private static final int MAX_KEPT = 5_000;

  /** Receives the changes of the refusals, on any thread. The methods must return quickly. */
  interface Listener {

    /** Called when a job is refused for the first time, or for another capability than before. */
    void refusedAgain();

    /** Called when a capability throws for a job and threw for no job before. */
    default void throwing(String capability, JobId first, Throwable thrown) {
      LOG.warn(
          "capability failed; it counts as not met, and its jobs wait, until it answers again:"
              + " capability={} job={}",
          capability,
          first,
          thrown);
    }

    /** Called when a capability that threw no longer throws for any job. */
    default void answering(String capability) {
      LOG.info("capability answers again: capability={}", capability);
    }
  }

  private record Entry(CapabilityRefusal refusal, boolean threw, long checkedNanos) {}

  private final Clock clock;
  private final Listener listener;
  // Guarded by the lock of this object. In the order of the last refusal, the oldest first.
  private final Map<JobId, Entry> entries = new LinkedHashMap<>();
  // Guarded by the lock of this object. The number of jobs for which each capability throws.
  private final Map<String, Integer> throwing = new HashMap<>();

  CapabilityRefusals(Clock clock, Listener listener) {
    this.clock = clock;
    this.listener = listener;
  }

  /** Records that the capability refused the job with a reason, or threw. */
  void refused(JobId job, String capability, String reason, @Nullable Throwable thrown) {
    if (put(job, capability, reason, thrown)) {
      listener.refusedAgain();
    }
  }

  private synchronized boolean put(
      JobId job, String capability, String reason, @Nullable Throwable thrown) {
    Entry old = entries.remove(job);
    Instant before =
        old != null && old.refusal().capability().equals(capability) ? old.refusal().since() : null;
    CapabilityRefusal refusal =
        new CapabilityRefusal(job, capability, reason, before == null ? clock.now() : before);
    entries.put(job, new Entry(refusal, thrown != null, clock.nanos()));
    if (thrown != null && throwing.merge(capability, 1, Integer::sum) == 1) {
      listener.throwing(capability, job, thrown);
    }
    if (old != null) {
      removed(old);
    }
    dropOld();
    return before == null;
  }

  /** Records that this executor meets all capabilities that the job requires. */
  synchronized void admitted(JobId job) {
    Entry old = entries.remove(job);
    if (old != null) {
      removed(old);
    }
  }

  /** At most {@link #MAX_SHOWN} refusals, the longest-lasting first. */
  synchronized List<CapabilityRefusal> shown() {
    dropOld();
    return entries.values().stream()
        .map(Entry::refusal)
        .sorted(Comparator.comparing(CapabilityRefusal::since))
        .limit(MAX_SHOWN)
        .toList();
  }

  private void dropOld() {
    Iterator<Entry> eldest = entries.values().iterator();
    while (eldest.hasNext()) {
      Entry entry = eldest.next();
      boolean old = clock.nanos() - entry.checkedNanos() > EXPIRE_AFTER.toNanos();
      if (!old && entries.size() <= MAX_KEPT) {
        return;
      }
      eldest.remove();
      removed(entry);
    }
  }

  private void removed(Entry entry) {
    String capability = entry.refusal().capability();
    if (!entry.threw()) {
      return;
    }
    int left = throwing.merge(capability, -1, Integer::sum);
    if (left == 0) {
      throwing.remove(capability);
      listener.answering(capability);
    }
  }
}
