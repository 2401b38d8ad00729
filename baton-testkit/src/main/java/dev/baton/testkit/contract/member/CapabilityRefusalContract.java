// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.job.JobId;
import dev.baton.member.CapabilityRefusal;
import dev.baton.member.Member;
import dev.baton.testkit.backend.BackendTestSetup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of a member registry for the capability refusals that its members report. */
public abstract class CapabilityRefusalContract extends BackendTestSetup {

  @Test
  protected void heartbeat_withRefusals_listsTheNewestOnes() {
    CapabilityRefusal refusal =
        new CapabilityRefusal(JobId.create(now()), "has_kvm", "no /dev/kvm", now());
    Member member =
        Member.builder("executor/1", Member.Kind.EXECUTOR, "e1", now())
            .slots(1)
            .capabilities(List.of("has_kvm"))
            .build();
    backend().memberRegistry().heartbeat(member.withRefusals(List.of(refusal)));
    assertThat(refusalsSeen()).containsExactly(refusal);
    backend().memberRegistry().heartbeat(member);
    assertThat(refusalsSeen()).isEmpty();
  }

  private List<CapabilityRefusal> refusalsSeen() {
    return fixture().otherProcessView().memberRegistry().members(LONG_LEASE).getFirst().refusals();
  }
}
