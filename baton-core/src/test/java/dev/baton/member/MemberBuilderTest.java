// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.job.JobId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that a builder keeps every component of a member. */
final class MemberBuilderTest {

  private static final Instant STARTED = Instant.parse("2026-01-31T12:00:00Z");

  private static Member full() {
    ActionInfo action =
        new ActionInfo(
            "noop", "test", "", JsonNodeFactory.instance.objectNode(), List.of(), false, false);
    return Member.builder("executor/2", Member.Kind.STANDALONE, "e2", STARTED.plusSeconds(1))
        .host("host")
        .pid(12)
        .version("0.1")
        .seen(STARTED.plusSeconds(2))
        .slots(8)
        .running(3)
        .stopping(true)
        .draining(true)
        .capabilities(List.of("gpu"))
        .actions(List.of(action))
        .refusals(
            List.of(new CapabilityRefusal(JobId.create(STARTED), "gpu", "it is in use", STARTED)))
        .places(List.of("a daemon"))
        .lostLeases(1)
        .lost(true)
        .build();
  }

  @Test
  void toBuilder_ofAMember_keepsEveryComponent() {
    Member member = full();
    assertThat(member.toBuilder().build()).isEqualTo(member);
  }

  @Test
  void builder_withoutFurtherComponents_buildsAMemberThatRunsNoJobs() {
    Member member = Member.builder("executor/1", Member.Kind.EXECUTOR, "e1", STARTED).build();
    assertThat(member.seen()).isEqualTo(STARTED);
    assertThat(member.slots()).isZero();
    assertThat(member.actions()).isEmpty();
    assertThat(member.places()).isNull();
    assertThat(member.lostLeases()).isNull();
  }
}
