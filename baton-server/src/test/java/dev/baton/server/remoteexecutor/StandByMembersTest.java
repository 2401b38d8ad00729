// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.Caller;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.memory.InMemoryBackend;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests which members count as lost after their process has disconnected. */
final class StandByMembersTest {

  private static final String ID = "e/1";

  private final ManualClock clock = new ManualClock();
  private final Caller caller = Caller.anonymous();
  private final InMemoryBackend memory = new InMemoryBackend(clock);
  private final Member member = Member.builder(ID, Member.Kind.EXECUTOR, "e", clock.now()).build();

  /** Runs something before it marks a member lost. */
  private static final class BeforeMark extends ForwardingMemberRegistry {

    private Runnable before = () -> {};

    BeforeMark(MemberRegistry memberRegistry) {
      super(memberRegistry);
    }

    @Override
    public void markLost(String memberId) {
      before.run();
      super.markLost(memberId);
    }
  }

  private final BeforeMark memberRegistry = new BeforeMark(memory.memberRegistry());
  private final StandByMembers standByMembers = new StandByMembers(memberRegistry, clock);

  @AfterEach
  void close() {
    memory.close();
  }

  private Map<String, Long> heartbeats() {
    return standByMembers.heartbeats(caller, Set.of(ID));
  }

  private boolean isLost() {
    return memory.memberRegistry().members(Duration.ofMinutes(1)).getFirst().lost();
  }

  @Test
  void member_withoutAFurtherHeartbeat_isLost() {
    standByMembers.heartbeat(caller, ID, member);
    standByMembers.markUnchangedLost(caller, heartbeats());
    assertThat(isLost()).isTrue();
  }

  @Test
  void member_withAFurtherHeartbeat_isNotLost() {
    standByMembers.heartbeat(caller, ID, member);
    Map<String, Long> before = heartbeats();
    standByMembers.heartbeat(caller, Set.of(ID));
    standByMembers.markUnchangedLost(caller, before);
    assertThat(isLost()).isFalse();
  }

  @Test
  void member_whoseHeartbeatComesWhileItIsMarked_isNotLost() {
    standByMembers.heartbeat(caller, ID, member);
    memberRegistry.before = () -> standByMembers.heartbeat(caller, ID, member);
    standByMembers.markUnchangedLost(caller, heartbeats());
    assertThat(isLost()).isFalse();
  }
}
