// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.testkit.server.PostgresServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests a server whose database is unavailable for a while. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("integration")
final class UnavailableStoreTest {

  /** The time within which the server must answer. Most clients have longer timeouts. */
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private static final ObjectNode JOB =
      TestApiClient.JSON.createObjectNode().put("action", "dummy_test_action");

  @TempDir Path folder;

  @Test
  void requests_whileTheDatabaseDoesNotAnswer_get503AndAreServedLater() throws IOException {
    try (PostgresServer postgres = PostgresServer.started();
        TestInstallation baton = new TestInstallation(folder, postgres.newDatabase())) {
      TestApiClient api = baton.api();
      String before = api.post(List.of(JOB)).getFirst();
      assertThat(api.send("GET", "/health/ready", "").statusCode()).isEqualTo(200);

      postgres.stop();
      await()
          .atMost(ANSWER)
          .untilAsserted(() -> assertComeBack(api.send("GET", "/health/ready", "")));
      assertThat(api.send("GET", "/health/live", "").statusCode()).isEqualTo(200);
      assertComeBack(api.send("GET", before, ""));
      assertComeBack(api.send("POST", "job", JOB.toString()));
      assertThat(api.send("GET", before, "").body())
          .contains("\"status\":503", "\"code\":\"unavailable\"")
          .doesNotContain("Exception", "org.postgresql");

      postgres.start();
      await().atMost(ANSWER).until(() -> api.send("GET", "/health/ready", "").statusCode() == 200);
      assertThat(api.get(before).get("state").asText()).isEqualTo("QUEUED");
      assertThat(api.post(List.of(JOB))).hasSize(1);
      assertThat(api.states()).containsEntry("QUEUED", 2L);
      assertThat(baton.server().isAlive()).isTrue();
    }
  }

  private static void assertComeBack(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After"))
        .hasValueSatisfying(seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60));
  }
}
