// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.baton.member.ActionInfo;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests posts for actions whose schema another process stored. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StoredSchemaTest {

  private final TestApi api = new TestApi();
  private final TestClient alice = api.newUser("alice");

  @AfterEach
  void stop() {
    api.close();
  }

  /**
   * Schemas that an earlier release accepted. No post may fail or block; the executor validates the
   * payload.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"x\"",
        "{\"$ref\":\"http://127.0.0.1:1/x\"}",
        "{\"$ref\":\"#\"}",
        "{\"properties\":{\"a\":{\"pattern\":\"((\"}}}",
        "{\"properties\":{\"a\":{\"pattern\":\"(.*a){20}b\"}}}"
      })
  void post_ofAnActionWithASchemaOfAnotherForm_isAccepted(String schema) throws Exception {
    store(schema);
    alice.post("/api/job", body("a".repeat(30) + "!")).expect(201);
  }

  @Test
  void post_ofAPayloadThatDoesNotFit_is400() throws Exception {
    store("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}");
    TestResponse refused =
        alice.post("/api/job", body("x")).expectError(400, "does not fit the parameters");
    assertThat(refused.json().at("/fields/0/pointer").textValue()).isEqualTo("/payload/a");
    assertThat(refused.json().at("/fields/0/message").textValue()).contains("integer");
  }

  @Test
  void post_withoutARequiredParameter_namesIt() throws Exception {
    store("{\"type\":\"object\",\"properties\":{\"b\":{}},\"required\":[\"b\"]}");
    TestResponse refused = alice.post("/api/job", body("x")).expect(400);
    assertThat(refused.json().at("/fields/0/pointer").textValue()).isEqualTo("/payload/b");
  }

  private void store(String schema) throws JsonProcessingException {
    ActionInfo action =
        new ActionInfo("far", "p", "", TestApi.JSON.readTree(schema), List.of(), false, false);
    api.backend.actions().provide("e1", List.of(action));
  }

  private static String body(String value) {
    return "{\"action\":\"far\",\"payload\":{\"a\":\"" + value + "\"}}";
  }
}
