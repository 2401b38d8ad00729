// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JobOperationsTest {

  private final TestApi api = new TestApi();
  private final TestClient admin = api.admin();

  @AfterEach
  void stop() {
    api.close();
  }

  private String post(String document) {
    return admin.post("/api/job", document).expect(201).id();
  }

  @Test
  void cancel_endsTheJobOnce() {
    String id = post("{\"action\":\"noop\"}");
    JsonNode cancelled = admin.post("/api/" + id + "/cancel").expect(200).json();
    assertThat(cancelled.path("state").textValue()).isEqualTo("CANCELED");
    assertThat(cancelled.path("progress").intValue()).isEqualTo(100);
    admin.post("/api/" + id + "/cancel").expectError(403, "'cancel' is not allowed");
    assertThat(cancelled.path("operations").findValuesAsText("rel")).doesNotContain("cancel");
  }

  @Test
  void cancel_ofABulkJob_cancelsItsChildren() {
    String id = post("{\"action\":\"bulk_noop\"}");
    admin.post("/api/" + id + "/cancel").expect(200);
    JsonNode children =
        admin.get("/api/job?filter=action='cancel_children_jobs'").json().path("resources");
    assertThat(children).hasSize(1);
    assertThat(children.at("/0/target-resource/href").textValue()).isEqualTo(id);
    assertThat(children.at("/0/priority").intValue()).isEqualTo(10);
  }

  @Test
  void operation_withoutAttributes_refusesWhatItWouldIgnore() {
    String id = post("{\"action\":\"noop\",\"not-before\":\"2999-01-01T00:00:00.000Z\"}");
    for (String operation : List.of("retry", "timeout", "get-context", "why", "revert")) {
      String path = "/api/" + id + "/" + operation;
      admin.post(path, "not json").expectError(400, "JSON");
      admin.post(path, "[1]").expectError(400, "object");
      admin
          .post(path, "{\"form\":\"atom\"}")
          .expectError(400, "'" + operation + "' has no attribute 'form'; allowed: none");
    }
    admin
        .post("/api/" + id + "/signal", "{\"name\":\"go\",\"valeu\":1}")
        .expectError(400, "a signal has no attribute 'valeu'");
    admin.post("/api/board/restore", "{\"all\":true}").expectError(400, "'all'");
    assertThat(admin.get("/api/" + id).json().path("not-before").asText()).startsWith("2999");
    admin.post("/api/" + id + "/retry", "{}").expect(200);
  }

  @Test
  void timeout_isForAdministratorsAndRunningJobs() {
    String id = post("{\"action\":\"noop\"}");
    admin.post("/api/" + id + "/timeout").expectError(403, "'timeout' is not allowed");
    admin.put("/api/" + id, "{\"state\":\"RUNNING\"}").expect(200);
    JsonNode job = admin.post("/api/" + id + "/timeout").expect(200).json();
    assertThat(job.path("state").textValue()).isEqualTo("CANCELED");
    TestClient bob = api.newUser("bob");
    String own = bob.post("/api/job", "{\"action\":\"noop\"}").expect(201).id();
    bob.post("/api/" + own + "/timeout").expectError(403, "invalid credentials");
  }

  @Test
  void getContext_isEmptyAndForAdministrators() {
    String id = post("{\"action\":\"noop\"}");
    assertThat(admin.post("/api/" + id + "/get-context").expect(200).body()).isEqualTo("{}");
    TestClient bob = api.newUser("bob");
    String own = bob.post("/api/job", "{\"action\":\"noop\"}").expect(201).id();
    bob.post("/api/" + own + "/get-context").expectError(403, "invalid credentials");
  }

  @Test
  void retry_ofAFinalJob_postsItAgain() {
    String id = post("{\"action\":\"greet\",\"payload\":{\"name\":\"you\"}}");
    admin.post("/api/" + id + "/cancel").expect(200);
    TestResponse retried = admin.post("/api/" + id + "/retry").expect(201);
    assertThat(retried.id()).isNotEqualTo(id);
    JsonNode job = admin.get("/api/" + retried.id()).json();
    assertThat(job.path("payload").textValue()).isEqualTo("{\"name\":\"you\"}");
    assertThat(job.path("state").textValue()).isEqualTo("QUEUED");
  }

  @Test
  void retry_ofADelayedJob_makesItDueNow() {
    String id = post("{\"action\":\"noop\",\"not-before\":\"2030-01-01T00:00:00Z\"}");
    TestResponse response = admin.post("/api/" + id + "/retry").expect(200);
    assertThat(response.id()).isEqualTo(id);
    JsonNode why = admin.get("/api/" + id + "/why").json();
    assertThat(why.at("/gates/1/open").booleanValue()).isTrue();
  }

  @Test
  void retry_ofARunningJob_is409() {
    String id = post("{\"action\":\"noop\"}");
    admin.put("/api/" + id, "{\"state\":\"RUNNING\"}").expect(200);
    admin.post("/api/" + id + "/retry").expectError(409, "RUNNING");
  }

  @Test
  void why_namesTheGateThatIsClosed() {
    String id = post("{\"action\":\"noop\"}");
    JsonNode why = admin.post("/api/" + id + "/why").expect(200).json();
    assertThat(why.path("resource-id").textValue()).isEqualTo(id);
    assertThat(why.path("state").textValue()).isEqualTo("QUEUED");
    assertThat(why.path("summary").textValue())
        .startsWith("waits: no executor is alive; start one that has the action 'noop'");
    assertThat(why.path("gates").findValuesAsText("gate"))
        .containsExactly(
            "mode",
            "delay",
            "board",
            "claimed",
            "executors",
            "action",
            "version",
            "capability",
            "slots");
  }

  @Test
  void history_showsWhatHappened() {
    String id = post("{\"action\":\"noop\"}");
    api.clock.advance(Duration.ofSeconds(1));
    admin.post("/api/" + id + "/cancel").expect(200);
    JsonNode events = admin.get("/api/" + id + "/history").expect(200).json().path("events");
    assertThat(events.findValuesAsText("kind")).containsExactly("posted", "ended");
    assertThat(events.findValuesAsText("state")).containsExactly("QUEUED", "CANCELED");
    assertThat(events.at("/1/at").textValue()).isEqualTo("2026-01-31T12:00:01.000Z");
  }

  @Test
  void signal_isStoredWithTheJob() {
    String id = post("{\"action\":\"noop\"}");
    String signal = "/api/" + id + "/signal";
    JsonNode job =
        admin.post(signal, "{\"name\":\"approve\",\"value\":{\"by\":\"ann\"}}").expect(200).json();
    assertThat(job.at("/signals/approve/by").textValue()).isEqualTo("ann");
    admin.post(signal, "{\"name\":\"hurry\"}").expect(200);
    JsonNode stored = admin.get("/api/" + id).json().path("signals");
    assertThat(stored.path("hurry").isNull()).isTrue();
    assertThat(stored.path("approve").path("by").textValue()).isEqualTo("ann");
  }

  @Test
  void signal_thatIsMalformed_is400() {
    String id = post("{\"action\":\"noop\"}");
    String signal = "/api/" + id + "/signal";
    admin.post(signal, "{}").expectError(400, "'name' of the signal");
    admin.post(signal, "{\"name\":\"a b\"}").expectError(400, "'a b' is not a name");
    admin
        .post(signal, "{\"name\":\"a\",\"valeu\":1}")
        .expectError(400, "a signal has no attribute 'valeu'");
    String large = "x".repeat(70_000);
    admin
        .post(signal, "{\"name\":\"a\",\"value\":\"" + large + "\"}")
        .expectError(400, "allowed: 65536");
    assertThat(admin.get("/api/" + id).json().has("signals")).isFalse();
  }

  @Test
  void signal_ofAnother_orToAFinalJob_is403() {
    String id = post("{\"action\":\"noop\"}");
    TestClient bob = api.newUser("bob");
    bob.post("/api/" + id + "/signal", "{\"name\":\"a\"}").expectError(403, "credentials");
    admin.post("/api/" + id + "/cancel").expect(200);
    admin.post("/api/" + id + "/signal", "{\"name\":\"a\"}").expectError(403, "CANCELED");
  }

  @Test
  void unknownOperation_is404() {
    String id = post("{\"action\":\"noop\"}");
    admin.post("/api/" + id + "/fly").expectError(404, "undefined action");
    admin.get("/api/" + id + "/a/b").expectError(404, "unknown resource");
  }
}
