// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.member.Member;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCalls;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how much data an executor with an executor's key can put into the member registry. */
final class MemberQuotaTest {

  private static final Caller ONE = key("credential/1");
  private static final Caller OTHER_OF_THE_USER = key("credential/2");

  private final ClaimedJob fixture = new ClaimedJob();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Caller key(String id) {
    return new Caller("user/2", "user/2", Set.of("user/2", Principals.EXECUTOR), null, id);
  }

  private JsonNode beat(Caller caller, Object member) {
    return fixture.call(caller, ProtocolCalls.HEARTBEAT, member);
  }

  private static String code(JsonNode answer) {
    return answer.at("/error/code").asText();
  }

  private List<Member> members() {
    return fixture.backend.memberRegistry().members(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource({
    "slots, -5, slots is -5; allowed: 0 to 1000000",
    "slots, 2147483647, slots is 2147483647; allowed",
    "running, -5, running is -5; allowed",
    "pid, -1, pid is -1; allowed",
    "name, '\"\"', name is blank",
    "name, '\"a\\nb\\u001b[31m\"', name has the character U+000A; allowed: no control characters",
    "host, '\"a\\u001b[31m\"', host has the character U+001B",
    "version, '\" \"', version is blank",
    "id, '\"\"', id is blank",
    "capabilities, '[\"two words\"]', is not a name for a capability",
    "places, '[\"a\\nb\"]', places has the character U+000A"
  })
  void heartbeat_withAValueOutOfBounds_isRefused(String attribute, String json, String message)
      throws Exception {
    ObjectNode request =
        (ObjectNode) Protocol.toJson(new Messages.Heartbeat(ClaimedJob.executor("e/1")));
    ((ObjectNode) request.get("member")).set(attribute, new ObjectMapper().readTree(json));
    assertRefused(fixture.endpoint.call(ONE, "members", "beat", request), message);
  }

  @ParameterizedTest
  @CsvSource({"id", "name", "host", "version"})
  void heartbeat_withALongText_isRefused(String attribute) {
    ObjectNode request =
        (ObjectNode) Protocol.toJson(new Messages.Heartbeat(ClaimedJob.executor("e/1")));
    ((ObjectNode) request.get("member")).put(attribute, "x".repeat(256));
    assertRefused(
        fixture.endpoint.call(ONE, "members", "beat", request),
        "length of the member's " + attribute + " is 256; allowed: 1 to 255");
  }

  @Test
  void heartbeat_withTooManyCapabilities_isRefused() {
    assertRefused(beat(ONE, withCapabilities("e/1", 1_001, 10)), "number of the member's cap");
    assertThat(beat(ONE, withCapabilities("e/1", 1_000, 10)).has("ok")).isTrue();
  }

  private void assertRefused(JsonNode answer, String message) {
    assertThat(code(answer)).isEqualTo("invalid-input");
    assertThat(answer.at("/error/message").asText()).contains(message);
    assertThat(members()).isEmpty();
  }

  private static Messages.Heartbeat withCapabilities(String id, int count, int length) {
    List<String> names =
        IntStream.range(0, count)
            .mapToObj(i -> "c".repeat(length - 5) + String.format("%05d", i))
            .toList();
    return new Messages.Heartbeat(ClaimedJob.executor(id).toBuilder().capabilities(names).build());
  }

  @Test
  void heartbeat_ofOneMemberMoreThanAKeyMayHave_isRefusedForThatKeyOnly() {
    Messages.Heartbeat first = new Messages.Heartbeat(ClaimedJob.executor("e/1"));
    beat(ONE, first);
    fill(members().getFirst(), MemberQuota.MAX_MEMBERS - 1);

    Messages.Heartbeat next = new Messages.Heartbeat(ClaimedJob.executor("e/2"));
    JsonNode refused = beat(ONE, next);
    assertThat(code(refused)).isEqualTo("quota-exceeded");
    assertThat(refused.at("/error/message").asText()).contains("would be 1001 processes");
    assertThat(beat(ONE, first).has("ok")).isTrue();
    assertThat(beat(OTHER_OF_THE_USER, next).has("ok")).isTrue();
    fixture.call(ONE, ProtocolCalls.LEAVE_MEMBER_REGISTRY, new Messages.TextMessage("e/1"));
    assertThat(beat(ONE, next).has("ok")).isTrue();
  }

  @Test
  void heartbeat_ofMoreBytesThanAKeyMayHave_isRefusedForThatKeyOnly() {
    beat(ONE, withCapabilities("e/1", 1_000, 255));
    fill(members().getFirst(), 61);

    Messages.Heartbeat small = new Messages.Heartbeat(ClaimedJob.executor("e/2"));
    assertThat(beat(ONE, small).has("ok")).isTrue();
    int refused = 0;
    for (String id : List.of("e/2", "e/3", "e/4", "e/5")) {
      refused += code(beat(ONE, withCapabilities(id, 1_000, 255))).equals("quota-exceeded") ? 1 : 0;
    }
    assertThat(refused).isBetween(1, 3);
    assertThat(beat(ONE, small).has("ok")).isTrue();
    assertThat(beat(OTHER_OF_THE_USER, withCapabilities("e/1", 1_000, 255)).has("ok")).isTrue();
  }

  /** Adds copies of the member, as other servers would. */
  private void fill(Member member, int copies) {
    String ofKey = member.id().substring(0, "executor/00000000-0000-0000".length());
    for (int i = 0; i < copies; i++) {
      fixture
          .backend
          .memberRegistry()
          .heartbeat(member.toBuilder().id(ofKey + String.format("-8000-%012d", i)).build());
    }
  }

  @Test
  void leave_withAnotherKeyOfTheUser_strikesNobodyOff() {
    beat(ONE, new Messages.Heartbeat(ClaimedJob.executor("e/1")));
    fixture.call(
        OTHER_OF_THE_USER, ProtocolCalls.LEAVE_MEMBER_REGISTRY, new Messages.TextMessage("e/1"));
    assertThat(members()).hasSize(1);
  }
}
