// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.member.ActionInfo;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.member.MemberRegistry.Question;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The contract of a {@link MemberRegistry}: the members that it knows, and the questions that it
 * passes to them.
 */
public abstract class MemberRegistryContract extends BackendTestSetup {

  private static final List<String> PLACES = List.of("uid=1; namespace=a", "a daemon");

  @Test
  protected void members_nobodyBeat_isEmpty() {
    assertThat(memberRegistry().members(LONG_LEASE)).isEmpty();
  }

  @Test
  protected void heartbeat_member_isListedWithTheTimeOfTheStore() {
    Instant before = now();
    Member member = member("executor/1", Member.Kind.EXECUTOR, "e");
    assertThat(memberRegistry().heartbeat(member)).isEmpty();
    List<Member> members = fixture().otherProcessView().memberRegistry().members(LONG_LEASE);
    assertThat(members).hasSize(1);
    Instant seen = members.getFirst().seen();
    assertThat(seen).isBetween(before, now());
    assertThat(members.getFirst()).isEqualTo(member.withSeen(seen));
  }

  @Test
  protected void heartbeat_again_replacesTheReport() {
    memberRegistry().heartbeat(member("executor/1", Member.Kind.EXECUTOR, "old"));
    memberRegistry().heartbeat(member("executor/1", Member.Kind.EXECUTOR, "new"));
    assertThat(memberRegistry().members(LONG_LEASE).stream().map(Member::name))
        .containsExactly("new");
  }

  @Test
  protected void heartbeat_ofADrainedMember_saysSo() {
    Member member = member("executor/1", Member.Kind.EXECUTOR, "e");
    memberRegistry().heartbeat(member.toBuilder().draining(true).build());
    assertThat(memberRegistry().members(LONG_LEASE)).allMatch(Member::draining);
    memberRegistry().heartbeat(member);
    assertThat(memberRegistry().members(LONG_LEASE)).noneMatch(Member::draining);
  }

  @Test
  protected void heartbeat_ofAMemberThatLostLeases_tellsTheNumber() {
    Member member = member("executor/1", Member.Kind.EXECUTOR, "e");
    memberRegistry().heartbeat(member.toBuilder().lostLeases(2).build());
    assertThat(memberRegistry().members(LONG_LEASE))
        .singleElement()
        .extracting(Member::lostLeases)
        .isEqualTo(2);
  }

  @Test
  protected void members_several_areSortedByKindAndName() {
    memberRegistry().heartbeat(member("executor/1", Member.Kind.SERVER, "a"));
    memberRegistry().heartbeat(member("executor/2", Member.Kind.EXECUTOR, "c"));
    memberRegistry().heartbeat(member("executor/3", Member.Kind.EXECUTOR, "B"));
    assertThat(memberRegistry().members(LONG_LEASE).stream().map(Member::id))
        .containsExactly("executor/3", "executor/2", "executor/1");
  }

  @Test
  protected void members_notSeenForAWhile_areLeftOut() {
    memberRegistry().heartbeat(member("executor/1", Member.Kind.EXECUTOR, "gone"));
    fixture().passTime(Duration.ofMillis(1200));
    memberRegistry().heartbeat(member("executor/2", Member.Kind.EXECUTOR, "here"));
    assertThat(memberRegistry().members(Duration.ofSeconds(1)).stream().map(Member::name))
        .containsExactly("here");
    assertThat(memberRegistry().members(LONG_LEASE)).hasSize(2);
  }

  @Test
  protected void leave_member_isStruckOff() {
    memberRegistry().heartbeat(member("executor/1", Member.Kind.EXECUTOR, "e"));
    memberRegistry().leave("executor/1");
    memberRegistry().leave("executor/1");
    assertThat(memberRegistry().members(LONG_LEASE)).isEmpty();
  }

  @Test
  protected void markLost_member_isNotAliveUntilItsNextHeartbeat() {
    Member member = member("executor/1", Member.Kind.EXECUTOR, "e");
    Member other = member("executor/2", Member.Kind.EXECUTOR, "other");
    memberRegistry().heartbeat(member);
    memberRegistry().heartbeat(other);
    memberRegistry().markLost("executor/1");
    assertThat(namesNotLost()).containsExactly("other");
    memberRegistry().heartbeat(member);
    assertThat(namesNotLost()).containsExactly("e", "other");
  }

  private List<String> namesNotLost() {
    return fixture().otherProcessView().memberRegistry().membersNotLost(LONG_LEASE).stream()
        .map(Member::name)
        .toList();
  }

  @Test
  protected void markLost_unknownMember_hasNoEffect() {
    memberRegistry().markLost("executor/1");
    assertThat(memberRegistry().members(LONG_LEASE)).isEmpty();
  }

  @Test
  protected void heartbeat_thatSaysLost_isOfAMemberThatIsAlive() {
    Member member = member("executor/1", Member.Kind.EXECUTOR, "e");
    memberRegistry().heartbeat(member.toBuilder().lost(true).build());
    assertThat(namesNotLost()).containsExactly("e");
  }

  @Test
  protected void postQuestion_toAMember_isSentWithEachHeartbeatUntilAnswered() {
    Member asked = member("executor/1", Member.Kind.EXECUTOR, "asked");
    Member other = member("executor/2", Member.Kind.EXECUTOR, "other");
    memberRegistry().heartbeat(asked);
    String id =
        fixture()
            .otherProcessView()
            .memberRegistry()
            .postQuestion("executor/1", MemberRegistry.THREADS);
    Question question = new Question(id, MemberRegistry.THREADS);
    assertThat(memberRegistry().heartbeat(other)).isEmpty();
    assertThat(memberRegistry().heartbeat(asked)).containsExactly(question);
    assertThat(memberRegistry().heartbeat(asked)).containsExactly(question);
    assertThat(memberRegistry().answerTo(id)).isEmpty();
    String text = "\"main\" ü\n".repeat(10_000);
    memberRegistry().answer(id, text);
    assertThat(memberRegistry().heartbeat(asked)).isEmpty();
    assertThat(fixture().otherProcessView().memberRegistry().answerTo(id)).contains(text);
  }

  @Test
  protected void answer_toAnAnsweredQuestion_hasNoEffect() {
    Member asked = member("executor/1", Member.Kind.EXECUTOR, "asked");
    memberRegistry().heartbeat(asked);
    String id = memberRegistry().postQuestion("executor/1", MemberRegistry.THREADS);
    memberRegistry().answer(id, "first");
    memberRegistry().answer(id, "second");
    assertThat(memberRegistry().answerTo(id)).contains("first");
    assertThat(memberRegistry().heartbeat(asked)).isEmpty();
  }

  @Test
  protected void answer_unknownQuestion_isDropped() {
    memberRegistry().answer("00000000-0000-0000-0000-000000000000", "text");
    assertThat(memberRegistry().answerTo("00000000-0000-0000-0000-000000000000")).isEmpty();
  }

  private MemberRegistry memberRegistry() {
    return backend().memberRegistry();
  }

  private Member member(String id, Member.Kind kind, String name) {
    var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    return Member.builder(id, kind, name, now().minusSeconds(60))
        .host("host.example")
        .pid(4_000_000_000L)
        .version("0.1.0")
        .seen(Instant.EPOCH)
        .slots(64)
        .running(3)
        .stopping(true)
        .capabilities(List.of("has_kvm", "has_gpu"))
        .actions(
            List.of(
                new ActionInfo(
                    "noop", "builtin", "Does nothing.", schema, List.of("has_kvm"), false, true)))
        .places(PLACES)
        .build();
  }
}
