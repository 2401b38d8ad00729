// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the engines that executors report. */
final class EngineResourceTest {

  private static final String REPORT =
      """
      [{"name": "docker", "status": "reachable", "default": true, "checked": 1769860800000,
        "product": "Docker Engine", "version": "27.0", "address": "unix:///run/docker.sock",
        "capacity": {"cpus": 8, "memory": 16000000000}, "load": {"cpus": 2.5, "jobs": 3},
        "share": 0.31, "limit": 10, "secret": "is not shown",
        "permissions": [{"name": "pull images", "needed": false, "refusal": "no registry"}]},
       {"name": "kubernetes", "status": "unreachable", "checked": 1769860800000,
        "error": "connection refused", "last-error": "connection refused",
        "last-error-at": 1769860800000, "permissions": []}]\
      """;

  private final TestApi api = new TestApi();
  private final TestClient alice = api.newUser("alice");
  private final OpenApiSchemaCheck schemas = new OpenApiSchemaCheck(api);
  private final MemberRegistry memberRegistry = api.backend.memberRegistry();

  @AfterEach
  void close() {
    api.close();
  }

  private Member executor(String name, String... capabilities) {
    Member executor =
        Member.builder("executor/" + name, Member.Kind.EXECUTOR, name, api.clock.now())
            .host("host-of-" + name)
            .slots(1)
            .capabilities(List.of(capabilities))
            .build();
    memberRegistry.heartbeat(executor);
    return executor;
  }

  /** Reads the engines while the executor answers the question for them. */
  private JsonNode read(Member executor, String answer) {
    CompletableFuture<TestResponse> response =
        CompletableFuture.supplyAsync(() -> alice.get("/api/engine?orderby=name"));
    MemberRegistry.Question question =
        await()
            .until(() -> memberRegistry.heartbeat(executor), asked -> !asked.isEmpty())
            .getFirst();
    assertThat(question.subject()).isEqualTo(MemberRegistry.ENGINES);
    memberRegistry.answer(question.id(), answer);
    return schemas.fits("get", "/api/engine", response.join().expect(200).json());
  }

  @Test
  void engines_areWhatTheExecutorsReport() {
    JsonNode page = read(executor("e1", "engine_available"), REPORT);
    assertThat(page.path("resources").findValuesAsText("status"))
        .containsExactly("reachable", "unreachable");
    JsonNode docker = page.at("/resources/0");
    assertThat(docker.path("name").asText()).isEqualTo("docker");
    assertThat(docker.path("id").asText()).isEqualTo("engine/e1.docker");
    assertThat(docker.path("executor-name").asText()).isEqualTo("e1");
    assertThat(docker.path("host").asText()).isEqualTo("host-of-e1");
    assertThat(docker.at("/load/cpus").asDouble()).isEqualTo(2.5);
    assertThat(docker.at("/permissions/0/refusal").asText()).isEqualTo("no registry");
    assertThat(docker.path("checked").asText()).isEqualTo("2026-01-31T12:00:00.000Z");
    assertThat(docker.has("secret")).isFalse();
    JsonNode one = alice.get("/api/engine/e1.kubernetes").expect(200).json();
    assertThat(one.path("error").asText()).isEqualTo("connection refused");
    alice.get("/api/engine/e1.slurm").expectError(404, "engine/e1.slurm not found");
    assertThat(alice.get("/api/engine?filter=status!%3D'reachable'").json().path("count").asInt())
        .isEqualTo(1);
  }

  @Test
  void engines_readAgainSoon_areNotAskedAgain() {
    Member executor = executor("e1", "engine_available");
    read(executor, REPORT);
    assertThat(alice.get("/api/engine").expect(200).json().path("count").asInt()).isEqualTo(2);
    assertThat(memberRegistry.heartbeat(executor)).isEmpty();
    api.clock.advance(Duration.ofSeconds(21));
    memberRegistry.heartbeat(executor);
    // An answer that is no report leaves the last report as it was.
    JsonNode page = read(executor, "question 'engines' is unknown");
    assertThat(page.path("count").asInt()).isEqualTo(2);
  }

  @Test
  void executorsWithoutEngines_areNotAsked() {
    Member executor = executor("e1", "has_gpu");
    assertThat(alice.get("/api/engine").expect(200).json().path("count").asInt()).isZero();
    assertThat(memberRegistry.heartbeat(executor)).isEmpty();
    api.anonymous().get("/api/engine").expectError(403, "credentials");
  }
}
