// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;

/** Makes valid bodies for the operations, which are then mutated. */
final class ValidBodies {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode JOB =
      read(
          """
          {"action":"dummy_test_action","payload":{"seconds":1},"name":"n","description":"d",
           "tags":["a"],"priority":500,"execution-mode":"push","version":2,"requires":["has_x"],
           "not-before":"2099-01-01T00:00:00Z","timeout":"PT1H","max-attempts":3,
           "backoff":{"initial":"PT1S","max":"PT1M","factor":2.0,"jitter":0.1},
           "unique-key":"k","expiry":"2099-01-01T00:00:00Z","target-resource":{"href":"disk/1"},
           "affected-resources":[{"href":"disk/2"}],
           "acl":{"owners":["user/super"],"view-acl":["group/nuvla-user"]}}\
          """);

  private static final List<JsonNode> JOBS =
      List.of(
          JOB,
          read(
              "{\"action\":\"run_command\",\"payload\":{\"command\":[\"true\"],\"env\":{\"A\":\"b\"}}}"),
          read("{\"action\":\"run_container\",\"payload\":{\"image\":\"x\",\"command\":[\"a\"]}}"),
          read(
              "{\"action\":\"bulk_post\",\"payload\":{\"action\":\"dummy_test_action\",\"elements\":[{}]}}"),
          read(
              "{\"state\":\"CANCELED\",\"progress\":50,\"status-message\":\"m\",\"return-code\":1}"));

  private static final List<JsonNode> SESSIONS =
      List.of(
          read(
              """
              {"template":{"href":"session-template/password","username":"mallory","password":"wrong"}}\
              """),
          read(
              "{\"template\":{\"href\":\"session-template/api-key\",\"key\":\"credential/1\",\"secret\":\"s\"}}"));

  private final Random random;
  private final CallSamples calls;

  ValidBodies(Random random, CallSamples calls) {
    this.random = random;
    this.calls = calls;
  }

  /** Makes a body for the operation that is valid or almost valid. */
  JsonNode body(ApiOperation apiOperation) {
    String path = apiOperation.path();
    if (apiOperation.isCall()) {
      return calls.of(apiOperation);
    }
    if (path.startsWith("/api/session")) {
      return one(SESSIONS);
    }
    if (path.startsWith("/api/user")) {
      return read(
          "{\"name\":\"u"
              + random.nextInt(1_000)
              + "\",\"password\":\"correct-horse\",\"admin\":false}");
    }
    if (path.startsWith("/api/credential")) {
      return read(
          "{\"template\":{\"href\":\"credential-template/generate-api-key\",\"ttl\":60},\"name\":\"k\"}");
    }
    if (path.endsWith("/signal")) {
      return read("{\"name\":\"go\",\"value\":{\"a\":1}}");
    }
    if (path.endsWith("/cancel")) {
      return read("{\"revert\":false}");
    }
    if (path.endsWith("/rerun")) {
      return read("{\"from\":\"boot\"}");
    }
    if (path.equals("/api/job") && apiOperation.method().equals("POST") && random.nextInt(4) == 0) {
      return JSON.createArrayNode().add(one(JOBS)).add(one(JOBS));
    }
    return path.startsWith("/api/job") ? one(JOBS) : JSON.createObjectNode().put("payload", "{}");
  }

  private JsonNode one(List<JsonNode> some) {
    return some.get(random.nextInt(some.size())).deepCopy();
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
