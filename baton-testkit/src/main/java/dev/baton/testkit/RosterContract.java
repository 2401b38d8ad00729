// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.executor.Member;
import dev.baton.executor.Roster;
import dev.baton.executor.Roster.Question;
import dev.baton.plugin.ActionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a {@link Roster} knows of members and passes on to them. */
public abstract class RosterContract extends BackendContract {

  private static final List<String> PLACES = List.of("uid=1; namespace=a", "a daemon");

  @Test
  protected void members_nobodyBeat_isEmpty() {
    assertThat(roster().members(LONG)).isEmpty();
  }

  @Test
  protected void beat_member_isListedWithTheTimeOfTheStore() {
    Instant before = now();
    Member member = member("executor/1", Member.Kind.EXECUTOR, "e");
    assertThat(roster().beat(member)).isEmpty();
    List<Member> members = fixture().another().roster().members(LONG);
    assertThat(members).hasSize(1);
    Instant seen = members.getFirst().seen();
    assertThat(seen).isBetween(before, now());
    assertThat(members.getFirst()).isEqualTo(seenAt(member, seen));
  }

  @Test
  protected void beat_again_replacesWhatWasSaid() {
    roster().beat(member("executor/1", Member.Kind.EXECUTOR, "old"));
    roster().beat(member("executor/1", Member.Kind.EXECUTOR, "new"));
    assertThat(roster().members(LONG).stream().map(Member::name)).containsExactly("new");
  }

  @Test
  protected void members_several_areSortedByKindAndName() {
    roster().beat(member("executor/1", Member.Kind.SERVER, "a"));
    roster().beat(member("executor/2", Member.Kind.EXECUTOR, "c"));
    roster().beat(member("executor/3", Member.Kind.EXECUTOR, "B"));
    assertThat(roster().members(LONG).stream().map(Member::id))
        .containsExactly("executor/3", "executor/2", "executor/1");
  }

  @Test
  protected void members_notSeenForAWhile_areLeftOut() {
    roster().beat(member("executor/1", Member.Kind.EXECUTOR, "gone"));
    fixture().passTime(Duration.ofMillis(1200));
    roster().beat(member("executor/2", Member.Kind.EXECUTOR, "here"));
    assertThat(roster().members(Duration.ofSeconds(1)).stream().map(Member::name))
        .containsExactly("here");
    assertThat(roster().members(LONG)).hasSize(2);
  }

  @Test
  protected void leave_member_isStruckOff() {
    roster().beat(member("executor/1", Member.Kind.EXECUTOR, "e"));
    roster().leave("executor/1");
    roster().leave("executor/1");
    assertThat(roster().members(LONG)).isEmpty();
  }

  @Test
  protected void ask_member_isAskedAtEachBeatUntilAnswered() {
    Member asked = member("executor/1", Member.Kind.EXECUTOR, "asked");
    Member other = member("executor/2", Member.Kind.EXECUTOR, "other");
    roster().beat(asked);
    String id = fixture().another().roster().ask("executor/1", Roster.THREADS);
    Question question = new Question(id, Roster.THREADS);
    assertThat(roster().beat(other)).isEmpty();
    assertThat(roster().beat(asked)).containsExactly(question);
    assertThat(roster().beat(asked)).containsExactly(question);
    assertThat(roster().answerTo(id)).isEmpty();
    String text = "\"main\" ü\n".repeat(10_000);
    roster().answer(id, text);
    assertThat(roster().beat(asked)).isEmpty();
    assertThat(fixture().another().roster().answerTo(id)).contains(text);
  }

  @Test
  protected void answer_unknownQuestion_isDropped() {
    roster().answer("00000000-0000-0000-0000-000000000000", "text");
    assertThat(roster().answerTo("00000000-0000-0000-0000-000000000000")).isEmpty();
  }

  private Roster roster() {
    return backend().roster();
  }

  private Member member(String id, Member.Kind kind, String name) {
    var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    return new Member(
            id,
            kind,
            name,
            "host.example",
            4_000_000_000L,
            "0.1.0",
            now().minusSeconds(60),
            Instant.EPOCH,
            64,
            3,
            true,
            List.of("has_kvm", "has_gpu"),
            List.of(
                new ActionInfo(
                    "noop", "builtin", "Does nothing.", schema, List.of("has_kvm"), false, true)))
        .withPlaces(PLACES);
  }

  private static Member seenAt(Member member, Instant seen) {
    return new Member(
            member.id(),
            member.kind(),
            member.name(),
            member.host(),
            member.pid(),
            member.version(),
            member.started(),
            seen,
            member.slots(),
            member.running(),
            member.stopping(),
            member.capabilities(),
            member.actions())
        .withPlaces(PLACES);
  }
}
