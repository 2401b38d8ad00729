// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.Admission;
import dev.baton.job.Job;
import dev.baton.job.JobSpec;
import dev.baton.plugin.Capability;
import dev.baton.plugin.Catalogue;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits the jobs whose action is known here. Jobs of a version that is too low are admitted too,
 * since no executor will ever run them: they fail with a message. Jobs of a higher version are left
 * to newer executors.
 */
final class Admit implements Admission {

  private static final Logger LOG = LoggerFactory.getLogger(Admit.class);

  private final Catalogue catalogue;
  // Set by the threads that ask, cleared by the one that claims.
  private final AtomicBoolean refused = new AtomicBoolean();
  // Those that threw when last asked: each is logged once until it answers again.
  private final Set<String> throwing = ConcurrentHashMap.newKeySet();

  Admit(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public boolean accepts(Kind kind) {
    return kind.version() <= JobSpec.VERSION && catalogue.action(kind.action()).isPresent();
  }

  /** Whether a job was refused since this was asked last. */
  boolean takeRefused() {
    return refused.getAndSet(false);
  }

  @Override
  public Optional<String> refusal(Job job) {
    Optional<String> refusal = unmet(job);
    if (refusal.isPresent()) {
      refused.set(true);
    }
    return refusal;
  }

  private Optional<String> unmet(Job job) {
    for (String name : job.spec().requires()) {
      Optional<Capability> capability = catalogue.capability(name);
      if (capability.isEmpty()) {
        return Optional.of("capability '" + name + "' is not known to this executor");
      }
      if (!test(name, capability.get(), job)) {
        return Optional.of("capability '" + name + "' is false");
      }
    }
    return Optional.empty();
  }

  private boolean test(String name, Capability capability, Job job) {
    try {
      boolean can = capability.test(job);
      throwing.remove(name);
      return can;
    } catch (InterruptedException e) {
      // Only a stop interrupts the loop that asks.
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      if (throwing.add(name)) {
        LOG.warn("capability={} threw and counts as false until it answers again", name, e);
      }
      return false;
    }
  }
}
