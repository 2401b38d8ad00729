// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.testkit.backend.BackendTestSetup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of a member registry that keeps lost members in its list. */
public abstract class LostMemberContract extends BackendTestSetup {

  @Test
  protected void markLost_member_staysWithTheTimeOfItsLastHeartbeat() {
    Member alive = heartbeat();
    memberRegistry().markLost(alive.id());
    assertThat(members()).containsExactly(alive.toBuilder().lost(true).build());
    memberRegistry().markLost(alive.id());
    assertThat(members()).containsExactly(alive.toBuilder().lost(true).build());
  }

  @Test
  protected void heartbeat_ofALostMember_makesItAliveAgain() {
    Member member = heartbeat();
    memberRegistry().markLost(member.id());
    memberRegistry().heartbeat(member);
    assertThat(members()).noneMatch(Member::lost).hasSize(1);
  }

  @Test
  protected void leave_ofALostMember_removesIt() {
    Member member = heartbeat();
    memberRegistry().markLost(member.id());
    memberRegistry().leave(member.id());
    assertThat(members()).isEmpty();
  }

  private Member heartbeat() {
    memberRegistry()
        .heartbeat(
            Member.builder("executor/1", Member.Kind.EXECUTOR, "e1", now()).slots(1).build());
    return members().getFirst();
  }

  private MemberRegistry memberRegistry() {
    return backend().memberRegistry();
  }

  private List<Member> members() {
    return fixture().otherProcessView().memberRegistry().members(LONG_LEASE);
  }
}
