// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.statistics.JobSeries;
import dev.baton.statistics.JobStatistics;
import dev.baton.statistics.StatisticsQuery;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
  void series_beforeTheTimeThatCountsAreKept_isNull() {
    post(alice, "noop");
    collect();
    JsonNode doc =
        schemas.fits(
            "get",
            "/api/job/series",
            alice.get("/api/job/series?from=now-72h&step=3600&by=action").expect(200).json());
    Instant kept = Instant.parse(doc.path("kept-from").asText());
    assertThat(kept)
        .isBetween(
            api.clock.now().minus(JobStatistics.KEPT),
            api.clock.now().minus(JobStatistics.KEPT).plusSeconds(60));
    for (JsonNode line : List.of(doc.path("total"), doc.path("actions").get(0))) {
      for (int step = 0; step < doc.path("times").size(); step++) {
        boolean isKept = !Instant.parse(doc.path("times").get(step).asText()).isBefore(kept);
        assertThat(line.path("posted").get(step).isNull()).isEqualTo(!isKept);
        assertThat(line.path("failed").get(step).isNull()).isEqualTo(!isKept);
      }
    }
    assertThat(sum(doc.at("/total/posted"))).isEqualTo(1);
    assertThat(alice.get("/api/job/failures?from=now-8d").json().has("kept-from")).isTrue();
  }

  @Test
  void series_ofManySteps_hasFewerActions() {
    for (String action : List.of("noop", "bulk_noop")) {
      post(alice, action);
    }
    collect();
    String path = "/api/job/series?by=action&step=60";
    JsonNode few = alice.get(path + "&from=now-1h").expect(200).json();
    assertThat(few.path("actions")).hasSize(2);
    assertThat(few.path("more-actions").asBoolean()).isFalse();
    Instant now = api.clock.now();
    for (int hours : List.of(1, 48)) {
      StatisticsQuery query =
          new StatisticsQuery(
              now.minus(Duration.ofHours(hours)), now, Duration.ofMinutes(1), null, null);
      assertThat(JobSeriesWriter.maxActions(query)).isEqualTo(hours == 1 ? 100 : 17);
    }
    alice
        .get("/api/job/failures?from=now-20d&step=600&limit=500")
        .expectError(400, "smaller limit");
  }

  @Test
  void series_withAnIncompleteSample_saysSo() {
    Instant now = api.clock.now();
    StatisticsQuery query =
        new StatisticsQuery(now.minusSeconds(120), now, Duration.ofMinutes(1), null, null);
    JobSeries.Line line =
        new JobSeries.Line(Map.of(), Map.of(1, new JobSeries.Waiting(7, now.minusSeconds(300))));
    JobSeries series = new JobSeries(now, line, List.of(), false, Map.of(1, false));
    JsonNode doc = new JobSeriesWriter(query, series, now.minusSeconds(3600)).write(false);
    assertThat(doc.path("waiting-complete").asBoolean(true)).isFalse();
    assertThat(doc.at("/total/waiting/0").isNull()).isTrue();
    assertThat(doc.at("/total/waiting/1").asInt()).isEqualTo(7);
  }

  @Test
  void failures_ofADeletedJob_haveNoTextForItsOwner() {
    post(alice, "noop");
    failAll("the password is 'secret'");
    collect();
    String path = "/api/job/failures";
    JsonNode group = alice.get(path).expect(200).json().at("/groups/0");
    assertThat(group.path("message").asText()).contains("secret");
    assertThat(group.path("kind").asText()).isEqualTo("pattern");
    alice.delete("/api/" + group.path("example").asText()).expect(200);
    JsonNode later = schemas.fits("get", path, alice.get(path).expect(200).json());
    assertThat(later.at("/groups/0/count").asInt()).isEqualTo(1);
    assertThat(alice.get(path).body()).doesNotContain("secret").doesNotContain("example");
    assertThat(admin.get(path).body()).contains("secret");
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
