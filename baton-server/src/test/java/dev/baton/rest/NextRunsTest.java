// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.election.DistributionState;
import dev.baton.election.Term;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the next times of distributions. The clock of the test shows 2026-01-31 12:00 UTC. */
final class NextRunsTest {

  private final TestApi api = new TestApi();
  private final TestClient alice = api.newUser("alice");
  private final OpenApiSchemaCheck schemas = new OpenApiSchemaCheck(api);

  @AfterEach
  void close() {
    api.close();
  }

  private void store(String name, String schedule, @Nullable Instant next) {
    Term term =
        api.backend.election().contend(List.of(name), "d1", Duration.ofMinutes(1)).getFirst();
    api.backend
        .distributions()
        .save(new DistributionState(name, schedule, null, next, 0, null, "d1", 0, null), term);
  }

  private JsonNode nextRuns(String name, String parameters) {
    JsonNode runs =
        alice.get("/api/distribution/" + name + "/next-runs" + parameters).expect(200).json();
    return schemas.fits("get", "/api/distribution/{name}/next-runs", runs);
  }

  @Test
  void nextRuns_ofACronSchedule_areInItsZoneAlsoWhenTheClockIsSetForward() {
    store("nightly", "cron 30 2 * * * Europe/Zurich", Instant.parse("2026-03-28T01:30:00Z"));
    JsonNode runs = nextRuns("nightly", "?count=3");
    assertThat(runs.path("zone").asText()).isEqualTo("Europe/Zurich");
    assertThat(runs.path("times").findValuesAsText("local"))
        .containsExactly(
            "2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00");
    assertThat(runs.at("/times/1/at").asText()).isEqualTo("2026-03-29T01:00:00.000Z");
    assertThat(alice.get("/api/distribution/nightly").json().path("zone").asText())
        .isEqualTo("Europe/Zurich");
  }

  @Test
  void nextRuns_withoutALeader_areTheTimesOfTheCalendar() {
    store("yearly", "cron @yearly UTC", null);
    JsonNode times = nextRuns("yearly", "").path("times");
    assertThat(times).hasSize(10);
    assertThat(times.at("/0/at").asText()).isEqualTo("2027-01-01T00:00:00.000Z");
  }

  @Test
  void nextRuns_ofAnInterval_countFromTheStoredTime() {
    assertThat(nextRuns("tidy", "").path("times")).isEmpty();
    store("tidy", "every PT1M", Instant.parse("2026-01-31T12:00:30Z"));
    JsonNode runs = nextRuns("tidy", "?count=2");
    assertThat(runs.has("zone")).isFalse();
    assertThat(runs.path("times").findValuesAsText("local"))
        .containsExactly("2026-01-31T12:00:30Z", "2026-01-31T12:01:30Z");
  }

  @Test
  void nextRuns_ofAScheduleOfAnotherRelease_areWhatTheLeaderStored() {
    store("newer", "sunrise 47.4N 8.5E", Instant.parse("2026-02-01T06:50:00Z"));
    assertThat(nextRuns("newer", "").path("times").findValuesAsText("at"))
        .containsExactly("2026-02-01T06:50:00.000Z");
  }

  @Test
  void nextRuns_ofAnUnknownDistribution_orAWrongCount_areRefused() {
    alice.get("/api/distribution/none/next-runs").expectError(404, "distribution/none");
    alice.get("/api/distribution/tidy/next-runs?count=101").expectError(400, "from 1 to 100");
    api.anonymous().get("/api/distribution/tidy/next-runs").expectError(403, "credentials");
  }
}
