// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.AdmissionDecision;
import dev.baton.board.GateAdmission;
import dev.baton.job.Job;
import dev.baton.plugin.Capability;
import dev.baton.plugin.Catalogue;
import dev.baton.service.ForeignInterrupts;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The admission of this executor. It looks up the actions and capabilities that a job needs in the
 * catalogue of this process, and records which jobs a capability refuses.
 */
final class CatalogueAdmission implements GateAdmission {

  private final Catalogue catalogue;
  private final CapabilityRefusals capabilityRefusals;
  private final BooleanSupplier stopping;
  private final SafeExecutorListener listener;
  // Set by the threads that check jobs, cleared by the claiming thread.
  private final AtomicBoolean refused = new AtomicBoolean();

  /**
   * Creates the admission of one executor.
   *
   * @param capabilityRefusals receives the reasons of capabilities
   * @param stopping whether the executor is stopping. Before that, an interrupt does not come from
   *     the executor, but from the code of a capability
   */
  CatalogueAdmission(
      Catalogue catalogue,
      CapabilityRefusals capabilityRefusals,
      BooleanSupplier stopping,
      SafeExecutorListener listener) {
    this.catalogue = catalogue;
    this.capabilityRefusals = capabilityRefusals;
    this.stopping = stopping;
    this.listener = listener;
  }

  /** Whether a job was refused since the last call of this method. */
  boolean refusedSinceLastCall() {
    return refused.getAndSet(false);
  }

  @Override
  public AdmissionDecision decide(Job job) {
    AdmissionDecision decision = GateAdmission.super.decide(job);
    if (decision instanceof AdmissionDecision.Admitted) {
      capabilityRefusals.admitted(job.id());
    } else {
      refused.set(true);
    }
    if (decision instanceof AdmissionDecision.NotNow refusal) {
      listener.tell(to -> to.refused(job, refusal.gate()));
    }
    return decision;
  }

  @Override
  public boolean provides(String action) {
    return catalogue.action(action).isPresent();
  }

  @Override
  public Optional<String> refusal(String name, Job job) {
    Capability capability = catalogue.capability(name).orElse(null);
    if (capability == null) {
      return Optional.of("this executor does not know it");
    }
    try {
      Optional<String> reason = capability.refusal(job);
      if (ForeignInterrupts.clear(stopping)) {
        throw new InterruptedException("it returned with the interrupt flag of its thread set");
      }
      reason.ifPresent(said -> capabilityRefusals.refused(job.id(), name, said, null));
      return reason;
    } catch (InterruptedException e) {
      if (stopping.getAsBoolean()) {
        Thread.currentThread().interrupt();
        return Optional.of("interrupted");
      }
      return threw(name, job, e);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      return threw(name, job, e);
    } finally {
      ForeignInterrupts.clear(stopping);
    }
  }

  private Optional<String> threw(String name, Job job, Throwable thrown) {
    String reason = "it threw " + ErrorText.line(thrown);
    capabilityRefusals.refused(job.id(), name, reason, thrown);
    return Optional.of(reason);
  }
}
