// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.executor.CapabilityRefusal;
import dev.baton.executor.Member;
import dev.baton.job.JobId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a roster tells of the jobs that its members refuse. */
public abstract class RefusalContract extends BackendContract {

  @Test
  protected void beat_withRefusals_listsTheNewestOnes() {
    CapabilityRefusal refusal =
        new CapabilityRefusal(JobId.create(now()), "has_kvm", "no /dev/kvm", now());
    Member member =
        new Member(
            "executor/1",
            Member.Kind.EXECUTOR,
            "e1",
            "host",
            1,
            "0.1",
            now(),
            now(),
            1,
            0,
            false,
            List.of("has_kvm"),
            List.of());
    backend().roster().beat(member.withRefusals(List.of(refusal)));
    assertThat(refusalsSeen()).containsExactly(refusal);
    backend().roster().beat(member);
    assertThat(refusalsSeen()).isEmpty();
  }

  private List<CapabilityRefusal> refusalsSeen() {
    return fixture().another().roster().members(LONG).getFirst().refusals();
  }
}
