// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.member.ActionInfo;
import dev.baton.member.KnownAction;
import dev.baton.member.Member;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests how many actions executors with an executor's key can define. */
final class AnnouncedActionsTest {

  private static final Caller FLOODER = key("credential/1");
  private static final Caller HONEST = key("credential/2");

  private final ClaimedJob fixture = new ClaimedJob();

  @AfterEach
  void close() {
    fixture.close();
  }

  /** The same administrator has created both keys. */
  private static Caller key(String id) {
    return new Caller("user/2", "user/2", Set.of("user/2", Principals.EXECUTOR), null, id);
  }

  private static List<ActionInfo> made(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i ->
            new ActionInfo(
                "made-up-" + i,
                "p",
                "d",
                JsonNodeFactory.instance.objectNode(),
                List.of(),
                false,
                false))
        .toList();
  }

  private void beat(Caller caller, String id, List<ActionInfo> actions) {
    Member member = ClaimedJob.executor(id).withActions(actions);
    JsonNode answer = fixture.call(caller, ProtocolCalls.HEARTBEAT, new Messages.Heartbeat(member));
    assertThat(answer.has("ok")).as("%s", answer).isTrue();
  }

  private List<Member> members() {
    return fixture.backend.memberRegistry().members(Duration.ofMinutes(1));
  }

  private int known() {
    return fixture.backend.actions().all().size();
  }

  @Test
  void heartbeat_withMoreActionsThanAKeyMayDefine_isRegisteredWithoutThem() {
    beat(FLOODER, "f/1", made(0, AnnouncedActions.MAX_OF_KEY - 1));
    beat(FLOODER, "f/2", made(5_000, 3));
    assertThat(known()).isEqualTo(AnnouncedActions.MAX_OF_KEY);
    assertThat(members().stream().map(member -> member.actions().size()))
        .containsExactlyInAnyOrder(AnnouncedActions.MAX_OF_KEY - 1, 1);
  }

  @Test
  void heartbeat_afterAnotherKeyDefinedAllThatItMay_definesItsActions() {
    for (int i = 0; i < 12; i++) {
      beat(FLOODER, "f/" + i, made(i * 1_000, 1_000));
    }
    assertThat(known()).isEqualTo(AnnouncedActions.MAX_OF_KEY);
    beat(HONEST, "h", made(90_000, 2));
    assertThat(fixture.backend.actions().find("made-up-90001")).isPresent();
  }

  @Test
  void heartbeat_whenNoMoreActionsFitInAll_isRegisteredWithoutNewOnes() {
    fixture.backend.actions().provide("admin", made(0, AnnouncedActions.MAX_IN_ALL));
    beat(HONEST, "h", made(AnnouncedActions.MAX_IN_ALL - 1, 2));
    assertThat(members().getFirst().actions().stream().map(ActionInfo::name))
        .containsExactly("made-up-" + (AnnouncedActions.MAX_IN_ALL - 1));
    assertThat(known()).isEqualTo(AnnouncedActions.MAX_IN_ALL);
  }

  /** The stored definitions may be much larger than the definitions that the executor announces. */
  @Test
  void heartbeat_whoseActionsAreLargeInTheStore_isRegisteredWithAsManyAsFit() {
    List<ActionInfo> large =
        made(0, 30).stream()
            .map(action ->
                new ActionInfo(
                    action.name(),
                    "p",
                    "d",
                    JsonNodeFactory.instance.objectNode().put("description", "x".repeat(60_000)),
                    List.of(),
                    false,
                    false))
            .toList();
    fixture.backend.actions().provide("admin", large);
    beat(HONEST, "h", made(0, 30));
    assertThat(members().getFirst().actions()).hasSizeBetween(10, 17);
  }

  @Test
  void knownActions_askedWithAnExecutorsKey_doNotTellTheKeysOfOthers() {
    beat(FLOODER, "f/1", made(0, 1));
    assertThat(fixture.backend.actions().all().stream().map(KnownAction::action))
        .extracting(ActionInfo::definedBy)
        .containsExactly("credential/1");
    JsonNode told = fixture.call(HONEST, ProtocolCalls.KNOWN_ACTIONS, new Messages.EmptyMessage());
    assertThat(told.at("/ok/actions/0/action/name").asText()).isEqualTo("made-up-0");
    assertThat(told.toString()).doesNotContain("credential/1");
  }
}
