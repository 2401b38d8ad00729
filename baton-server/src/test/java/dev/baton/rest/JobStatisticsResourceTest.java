// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.statistics.JobStatistics;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JobStatisticsResourceTest {

  private final TestApi api = new TestApi();
  private final TestClient admin = api.admin();
  private final TestClient alice = api.newUser("alice");
  private final TestClient bob = api.newUser("bob");
  private final OpenApiSchemaCheck schemas = new OpenApiSchemaCheck(api);

  @AfterEach
  void close() {
    api.close();
  }

  private void post(TestClient client, String action) {
    client.post("/api/job", "{\"action\":\"" + action + "\"}").expect(201);
  }

  private void failAll(String error) {
    try (BoardSession session = api.backend.board().join("e", Duration.ofMinutes(5))) {
      for (Claim claim : session.claim(100, BackendTestSetup.everything())) {
        api.clock.advance(Duration.ofSeconds(3));
        api.backend.jobs().write(BackendTestSetup.failure(claim, error));
        session.consume(claim);
      }
    }
  }

  private void collect() {
    // The server samples the waiting jobs when it starts, and again in the next minute. A series
    // ends before the present moment, so this minute must have begun.
    api.clock.advance(Duration.ofSeconds(61));
    JobStatistics statistics = api.backend.statistics().orElseThrow();
    statistics.collect(Duration.ZERO);
  }

  private static long sum(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToLong(JsonNode::asLong).sum();
  }

  @Test
  void series_ofEachCaller_countsTheJobsThatTheCallerMayView() {
    post(alice, "noop");
    post(alice, "bulk_noop");
    post(bob, "noop");
    collect();
    String path = "/api/job/series?by=action";
    JsonNode all = schemas.fits("get", "/api/job/series", admin.get(path).expect(200).json());
    assertThat(sum(all.at("/total/posted"))).isEqualTo(3);
    assertThat(all.at("/total/waiting").get(all.at("/total/waiting").size() - 1).asInt())
        .isEqualTo(3);
    assertThat(all.path("actions").findValuesAsText("action")).containsExactly("noop", "bulk_noop");
    JsonNode own = alice.get(path).expect(200).json();
    assertThat(sum(own.at("/total/posted"))).isEqualTo(2);
    assertThat(sum(bob.get(path).json().at("/total/posted"))).isEqualTo(1);
    assertThat(bob.get(path).body()).doesNotContain("bulk_noop");
    JsonNode one = admin.get("/api/job/series?action=noop").expect(200).json();
    assertThat(sum(one.at("/total/posted"))).isEqualTo(2);
    assertThat(one.has("actions")).isFalse();
  }

  @Test
  void series_afterRuns_hasFiguresAndQuantiles() {
    post(alice, "noop");
    api.clock.advance(Duration.ofSeconds(15));
    failAll("broken");
    collect();
    JsonNode total =
        schemas
            .fits("get", "/api/job/series", alice.get("/api/job/series").expect(200).json())
            .path("total");
    assertThat(sum(total.path("started"))).isEqualTo(1);
    assertThat(sum(total.path("failed"))).isEqualTo(1);
    assertThat(total.at("/wait/p50-ms").asLong()).isEqualTo(20_000);
    assertThat(total.at("/run/p99-ms").asLong()).isEqualTo(5_000);
  }

  @Test
  void series_ofSteps_startsAtAMultipleOfTheStep() {
    JsonNode day = alice.get("/api/job/series?from=now-24h&step=900").expect(200).json();
    assertThat(day.path("times").size()).isBetween(96, 97);
    assertThat(day.path("times").get(0).asText()).matches(".*:(00|15|30|45):00.000Z");
    assertThat(alice.get("/api/job/series?from=now-15m").json().path("step").asInt()).isEqualTo(60);
    alice.get("/api/job/series?step=90").expectError(400, "multiple of 60");
    alice.get("/api/job/series?from=now&to=now-1h").expectError(400, "from before to");
    alice.get("/api/job/series?from=now-30d&step=60").expectError(400, "longer steps");
    alice.get("/api/job/series?by=owner").expectError(400, "allowed: action");
  }

  @Test
  void failures_withOneCause_areOneGroupOfTheCallersJobs() {
    post(alice, "noop");
    post(alice, "noop");
    failAll("disk 7 is full");
    post(bob, "noop");
    failAll("disk 8 is full");
    collect();
    JsonNode all =
        schemas.fits("get", "/api/job/failures", admin.get("/api/job/failures").expect(200).json());
    assertThat(all.path("groups").size()).isEqualTo(1);
    assertThat(all.at("/groups/0/count").asInt()).isEqualTo(3);
    assertThat(all.at("/groups/0/pattern").asText()).isEqualTo("disk <n> is full");
    assertThat(sum(all.at("/groups/0/trend"))).isEqualTo(3);
    JsonNode own = alice.get("/api/job/failures").expect(200).json();
    assertThat(own.at("/groups/0/count").asInt()).isEqualTo(2);
    assertThat(own.at("/groups/0/message").asText()).isEqualTo("disk 7 is full");
    alice.get("/api/" + own.at("/groups/0/example").asText()).expect(200);
    assertThat(alice.get("/api/job/failures?action=other").json().path("groups")).isEmpty();
  }

  @Test
  void facets_ofAFilter_countTheCallersJobs() {
    post(alice, "noop");
    alice.post("/api/job", "{\"action\":\"greet\",\"payload\":{\"name\":\"x\"},\"tags\":[\"a\"]}");
    post(bob, "noop");
    String path = "/api/job/facets";
    JsonNode own = schemas.fits("get", path, alice.get(path).expect(200).json());
    assertThat(own.path("count").asInt()).isEqualTo(2);
    assertThat(own.path("complete").asBoolean()).isTrue();
    assertThat(own.at("/facets/state/values/0/value").asText()).isEqualTo("QUEUED");
    assertThat(own.at("/facets/action/values").findValuesAsText("value"))
        .containsExactly("greet", "noop");
    assertThat(own.at("/facets/tags/values/0/count").asInt()).isEqualTo(1);
    JsonNode filtered =
        admin.get(path + "?filter=action%3D'noop'&attributes=origin/owner").expect(200).json();
    assertThat(filtered.path("count").asInt()).isEqualTo(2);
    assertThat(filtered.path("facets").properties()).hasSize(1);
    assertThat(admin.get(path + "?newest=1").json().path("complete").asBoolean()).isFalse();
    admin.get(path + "?newest=0").expectError(400, "from 1 to 1000000");
    admin.get(path + "?attributes=colour").expectError(400, "colour");
  }
}
