// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.Admission;
import dev.baton.job.Job;
import dev.baton.job.JobSpec;
import dev.baton.plugin.Capability;
import dev.baton.plugin.Catalogue;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Admits the jobs whose action is known here. Jobs of a version that is too low are admitted too,
 * since no executor will ever run them: they fail with a message. Jobs of a higher version are left
 * to newer executors.
 */
final class Admit implements Admission {

  private final Catalogue catalogue;
  private final Refusals refusals;
  // Set by the threads that ask, cleared by the one that claims.
  private final AtomicBoolean refused = new AtomicBoolean();

  Admit(Catalogue catalogue, Refusals refusals) {
    this.catalogue = catalogue;
    this.refusals = refusals;
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
    for (String name : job.spec().requires()) {
      Optional<String> reason = unmet(name, job);
      if (reason.isPresent()) {
        refused.set(true);
        return Optional.of("capability '" + name + "': " + reason.get());
      }
    }
    refusals.admitted(job.id());
    return Optional.empty();
  }

  private Optional<String> unmet(String name, Job job) {
    Capability capability = catalogue.capability(name).orElse(null);
    if (capability == null) {
      return Optional.of("this executor does not know it");
    }
    try {
      Optional<String> reason = capability.refusal(job);
      reason.ifPresent(said -> refusals.refused(job.id(), name, said, null));
      return reason;
    } catch (InterruptedException e) {
      // Only a stop interrupts the loop that asks.
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      String reason = "it threw " + ErrorText.line(e);
      refusals.refused(job.id(), name, reason, e);
      return Optional.of(reason);
    }
  }
}
