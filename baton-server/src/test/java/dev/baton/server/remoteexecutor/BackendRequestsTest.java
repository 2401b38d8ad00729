// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.BatonException;
import dev.baton.error.InvalidInputException;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCall;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.server.ServerLimits;
import dev.baton.service.Clock;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that every call of the protocol accepts valid requests, and rejects all others with the
 * name of the faulty member.
 */
final class BackendRequestsTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Caller ADMIN =
      new Caller("user/admin", Principals.ADMIN, Set.of(Principals.ADMIN, "user/admin"), null);

  private final InMemoryBackend backend = new InMemoryBackend(Clock.system());
  private final BackendEndpoint endpoint =
      new BackendEndpoint(
          backend,
          new JobService(backend.jobs(), (spec, caller) -> spec, Clock.system()),
          Clock.system(),
          ServerLimits.DEFAULT.executorsPerKey());

  @AfterEach
  void stop() {
    endpoint.stop();
    backend.close();
  }

  static Stream<ProtocolCall<?, ?>> calls() {
    return Arrays.stream(ProtocolCalls.class.getDeclaredFields())
        .filter(field -> Modifier.isPublic(field.getModifiers()))
        .map(BackendRequestsTest::call);
  }

  private static ProtocolCall<?, ?> call(Field field) {
    try {
      return (ProtocolCall<?, ?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(field + " cannot be read", e);
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void request_ofItsForm_isRead(ProtocolCall<?, ?> protocolCall) {
    JsonNode sample = SampleRequests.of(protocolCall.request());
    assertThat(Protocol.read(sample, protocolCall.request())).isInstanceOf(protocolCall.request());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void request_withAMemberThatIsNullAbsentOrMistyped_isNeverAnUnexpectedFailure(
      ProtocolCall<?, ?> protocolCall) {
    JsonNode sample = SampleRequests.of(protocolCall.request());
    for (Supplier<JsonNode> mutated : mutations(sample)) {
      JsonNode body = mutated.get();
      try {
        endpoint.call(ADMIN, protocolCall.port(), protocolCall.method(), body);
      } catch (BatonException e) {
        assertThat(e).as(body.toString()).isInstanceOf(InvalidInputException.class);
      } catch (RuntimeException e) {
        fail(protocolCall.path() + " with " + body, e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void request_thatIsNoObject_isRefused(ProtocolCall<?, ?> protocolCall) {
    for (JsonNode body : List.of(JSON.nullNode(), JSON.arrayNode(), JSON.textNode("x"))) {
      assertThatThrownBy(
              () -> endpoint.call(ADMIN, protocolCall.port(), protocolCall.method(), body))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void request_withoutARequiredMember_namesIt() {
    assertRefused("jobs", "find", "{}", "'job'");
    assertRefused("jobs", "find", "{\"job\":null}", "'job'");
    assertRefused("jobs", "search", "{}", "'query'");
    assertRefused("jobs", "delete", "{\"job\":7}", "'job'");
    assertRefused("members", "beat", "{\"member\":null}", "'member'");
    assertRefused("members", "beat", "{\"member\":{\"id\":null}}", "'member.id'");
    assertRefused("board", "renew", "{\"secret\":\"s\",\"owner\":\"e\"}", "'lease'");
    assertRefused("board", "postings", "{\"offset\":-1,\"limit\":5}", "offset is -1; allowed");
    assertRefused("history", "after", "{\"number\":0,\"limit\":-1}", "limit is -1; allowed");
    assertRefused("members", "members", "{\"within\":\"P999999999D\"}", "P36500D|PT876000H");
    assertRefused(
        "election",
        "contend",
        "{\"names\":[null],\"contender\":\"c\",\"lease\":\"PT1S\"}",
        "'names");
  }

  private void assertRefused(String port, String method, String body, String message) {
    assertThatThrownBy(() -> endpoint.call(ADMIN, port, method, json(body)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching("(?s).*(" + message + ").*");
  }

  /** Copies of the sample with one change each, for every member and every kind of change. */
  static List<Supplier<JsonNode>> mutations(JsonNode sample) {
    List<Supplier<JsonNode>> mutations = new ArrayList<>();
    walk(sample, "", mutations, sample);
    return mutations;
  }

  private static void walk(
      JsonNode node, String pointer, List<Supplier<JsonNode>> into, JsonNode root) {
    if (node instanceof ObjectNode object) {
      object
          .fieldNames()
          .forEachRemaining(name -> {
            change(root, pointer, into, (parent, with) -> ((ObjectNode) parent).set(name, with));
            into.add(() -> {
              JsonNode copy = root.deepCopy();
              ((ObjectNode) copy.at(pointer)).remove(name);
              return copy;
            });
            walk(object.get(name), pointer + "/" + name, into, root);
          });
    }
    if (node instanceof ArrayNode array && !array.isEmpty()) {
      change(root, pointer, into, (parent, with) -> ((ArrayNode) parent).set(0, with));
      walk(array.get(0), pointer + "/0", into, root);
    }
  }

  private static void change(
      JsonNode root,
      String pointer,
      List<Supplier<JsonNode>> into,
      BiConsumer<JsonNode, JsonNode> set) {
    for (JsonNode with : strange()) {
      into.add(() -> {
        JsonNode copy = root.deepCopy();
        set.accept(copy.at(pointer), with.deepCopy());
        return copy;
      });
    }
  }

  private static List<JsonNode> strange() {
    return List.of(
        JSON.nullNode(),
        JSON.textNode(""),
        JSON.textNode("x"),
        JSON.textNode("a".repeat(300)),
        JSON.textNode("P999999999D"),
        JSON.textNode("+999999999-12-31T23:59:59Z"),
        JSON.numberNode(0),
        JSON.numberNode(-1),
        JSON.numberNode(Integer.MIN_VALUE),
        JSON.numberNode(Long.MAX_VALUE),
        JSON.numberNode(1.5),
        JSON.booleanNode(true),
        JSON.arrayNode(),
        JSON.arrayNode().addNull(),
        JSON.objectNode(),
        JSON.objectNode().putNull("a"));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (java.io.IOException e) {
      throw new AssertionError(text, e);
    }
  }
}
