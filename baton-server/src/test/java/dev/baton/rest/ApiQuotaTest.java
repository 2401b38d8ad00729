// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.jobservice.JobQuotas;
import dev.baton.server.ServerLimits;
import dev.baton.server.ServerOptions;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the responses to users who exceed quotas and limits. */
final class ApiQuotaTest {

  private static final String JOB = "{\"action\":\"noop\"}";
  private static final int MAX_ANSWER = 200_000;

  private final TestApi api =
      new TestApi(
          ServerOptions.at("127.0.0.1", 0)
              .withLimits(
                  ServerLimits.DEFAULT
                      .withBytes(100_000, 1 << 20, MAX_ANSWER)
                      .withQuotas(2, 1_000, new JobQuotas(30, 10))));
  private final TestClient alice = api.newUser("alice");
  private final TestClient admin = api.admin();

  @AfterEach
  void close() {
    api.close();
  }

  private static String jobs(int count) {
    return "[" + String.join(",", Collections.nCopies(count, JOB)) + "]";
  }

  @Test
  void post_beyondTheQuotas_is429WithWhatToDo() {
    for (int i = 0; i < 3; i++) {
      alice.post("/api/job", jobs(10)).expect(201);
    }
    String message = alice.post("/api/job", JOB).expect(429).json().path("message").asText();
    assertThat(message)
        .contains("has 30 jobs that wait or run")
        .contains("allowed: 30")
        .contains("quota-jobs-per-owner");
    assertThat(alice.post("/api/job", jobs(11)).expect(429).json().path("code").asText())
        .isEqualTo("quota-exceeded");
    api.newUser("bob").post("/api/job", JOB).expect(201);
    admin.post("/api/job", jobs(40)).expect(201);
  }

  @Test
  void keys_beyondTheQuota_are429UntilOneIsDeleted() {
    String id = key(alice, 201);
    key(alice, 201);
    String refused = alice.post("/api/credential", KEY).expect(429).json().path("message").asText();
    assertThat(refused).contains("has 2 API keys; allowed: 2").contains("quota-keys-per-user");
    alice.delete("/api/" + id).expect(200);
    key(alice, 201);
    for (int i = 0; i < 5; i++) {
      key(admin, 201);
    }
  }

  private static final String KEY =
      "{\"template\":{\"href\":\"credential-template/generate-api-key\"}}";

  private static String key(TestClient client, int status) {
    return client.post("/api/credential", KEY).expect(status).json().path("resource-id").asText();
  }

  @Test
  void search_whoseAnswerIsTooLarge_is413AndASmallerOneIsAnswered() {
    String large = "{\"action\":\"noop\",\"description\":\"" + "x".repeat(9_000) + "\"}";
    for (int i = 0; i < 25; i++) {
      alice.post("/api/job", large).expect(201);
    }
    String message = alice.get("/api/job?last=100").expect(413).json().path("message").asText();
    assertThat(message)
        .contains("larger than " + MAX_ANSWER + " bytes")
        .contains("response-limit-mib")
        .contains("first and last");
    assertThat(alice.get("/api/job?last=10").expect(200).json().path("resources")).hasSize(10);
    assertThat(alice.get("/api/job?last=100&select=id,state").expect(200).json().path("resources"))
        .hasSize(25);
  }
}
