// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.service.FailureLog;
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
 * Plans which Kubernetes job {@link KubernetesJobInformer} checks, and when. A check that fails is
 * repeated after {@link #SOON} and does not prevent the checks of other Kubernetes jobs. Any thread
 * may plan a check; only one thread may call {@link #run}.
 */
final class KubernetesJobCheckSchedule {

  /**
   * How long after a check that failed, or that did not show how the Kubernetes job ended, the job
   * is checked again.
   */
  static final Duration SOON = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesJobCheckSchedule.class);

  private final Supplier<Instant> now;
  private final Consumer<String> check;
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  // When a Kubernetes job is checked even if the watch reports no change, by the name of the
  // Kubernetes job.
  private final Map<String, Instant> later = new ConcurrentHashMap<>();
  private final FailureLog failures =
      new FailureLog(LOG, "engine job cannot be checked; Baton tries again: engineJob={}");

  /**
   * @param check checks the Kubernetes job with the given name
   */
  KubernetesJobCheckSchedule(Supplier<Instant> now, Consumer<String> check) {
    this.now = now;
    this.check = check;
  }

  /** Plans a check of the Kubernetes job for the next call of {@link #run}. */
  void next(String name) {
    changed.add(name);
  }

  /**
   * Plans a check of the Kubernetes job for the given time. If the job is checked before that time,
   * the plan is dropped.
   */
  void at(String name, Instant when) {
    later.put(name, when);
  }

  /** Plans a check of the Kubernetes job in two seconds. */
  void planSoon(String name) {
    at(name, now.get().plus(SOON));
  }

  /** Checks the Kubernetes jobs whose planned time has come. */
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
      checkJob(name);
    }
  }

  private void checkJob(String name) {
    try {
      check.accept(name);
      failures.succeeded(name);
    } catch (RuntimeException e) {
      planSoon(name);
      failures.failed(name, e);
    }
  }

  /**
   * Returns how long the caller of {@link #run} may wait before the next planned check, but not
   * more than the given time.
   */
  Duration untilNext(Duration atMost) {
    Instant start = now.get();
    Instant next = later.values().stream().min(Instant::compareTo).orElse(Instant.MAX);
    if (next.isAfter(start.plus(atMost))) {
      return atMost;
    }
    return start.isBefore(next) ? Duration.between(start, next) : Duration.ZERO;
  }
}
