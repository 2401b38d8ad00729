// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import dev.baton.job.Job;
import dev.baton.member.CapabilityRefusal;
import dev.baton.member.Member;
import java.util.List;
import java.util.Optional;

/**
 * The admission of an executor whose actions and capabilities this process knows. The {@linkplain
 * Gate gates} decide.
 */
public interface GateAdmission extends Admission {

  /** Whether the executor can run jobs with this action. Pure and fast. */
  boolean provides(String action);

  /** Returns why a capability of the executor refuses the job at present. May block on I/O. */
  Optional<String> refusal(String capability, Job job);

  @Override
  default boolean accepts(ActionVersion actionVersion) {
    return Gate.accept(actionVersion, this);
  }

  @Override
  default AdmissionDecision decide(Job job) {
    return Gate.decide(job, this);
  }

  /** Returns the admission of another executor, by the data that it sent with its heartbeat. */
  static GateAdmission of(Member member) {
    return new GateAdmission() {
      @Override
      public boolean provides(String action) {
        return member.actions().stream().anyMatch(info -> info.name().equals(action));
      }

      @Override
      public Optional<String> refusal(String capability, Job job) {
        return member.capabilities().contains(capability)
            ? member.findRefusal(job.id(), List.of(capability)).map(CapabilityRefusal::reason)
            : Optional.of("it does not know it");
      }
    };
  }
}
