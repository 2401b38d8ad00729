// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.faults.RecordedEffects.Effect;
import dev.baton.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests promises 1 and 2 with executors that die: one of two is killed every few seconds and
 * started again, while they run two thousand jobs. No job may be lost, and claims may never
 * overlap.
 */
@Execution(ExecutionMode.CONCURRENT)
final class KilledExecutorTest {

  private static final int JOBS = 1000;
  private static final int KILLS = 3;
  private static final Duration EACH = Duration.ofMillis(250);

  @TempDir Path folder;

  @Test
  void jobs_whenRemoteExecutorsAreKilledAgainAndAgain_allSucceedAndClaimsNeverOverlap()
      throws IOException {
    try (TestInstallation baton = new TestInstallation(folder)) {
      killAgainAndAgain(baton, name -> baton.startRemoteExecutor(name, "--threads", "16"));
    }
  }

  @Test
  @Tag("integration")
  void jobs_whenExecutorsOnPostgresAreKilledAgainAndAgain_allSucceedAndClaimsNeverOverlap()
      throws IOException {
    try (PostgresServer postgres = PostgresServer.started();
        TestInstallation baton = new TestInstallation(folder, postgres.newDatabase())) {
      killAgainAndAgain(baton, name -> baton.startExecutor(name, "--threads", "16"));
    }
  }

  private void killAgainAndAgain(TestInstallation baton, Function<String, BatonProcess> start)
      throws IOException {
    Path file = folder.resolve("effects");
    List<BatonProcess> executors = new ArrayList<>(List.of(start.apply("a"), start.apply("b")));
    List<String> posted = baton.postAppends("fenced_append", JOBS, file, EACH);
    for (int kill = 0; kill < KILLS; kill++) {
      int enough = JOBS * (kill + 1) / (KILLS + 1);
      await().atMost(Duration.ofMinutes(1)).until(() -> count(file) >= enough);
      int victim = kill % 2;
      executors.get(victim).killHard();
      executors.set(victim, start.apply(victim == 0 ? "a" : "b"));
    }
    baton.awaitAllSucceeded(JOBS, Duration.ofMinutes(2));
    assertThat(executors).allMatch(BatonProcess::isAlive);

    RecordedEffects recordedEffects = RecordedEffects.read(file);
    recordedEffects.assertTokensOnlyGrow();
    recordedEffects.assertEachTokenIsOfOneProcess();
    assertThat(recordedEffects.newest().keySet()).hasSize(JOBS);
    assertEndedByTheirNewestClaim(baton.api(), posted, recordedEffects.newest());
  }

  /** Checks that the server stores for each job the same claim as its last accepted effect. */
  private static void assertEndedByTheirNewestClaim(
      TestApiClient api, List<String> posted, Map<String, Effect> newest) {
    List<JsonNode> jobs = api.allJobs();
    assertThat(jobs)
        .extracting(job -> job.get("id").asText())
        .containsExactlyInAnyOrderElementsOf(posted);
    List<JsonNode> takenOver = jobs.stream().filter(job -> job.get("attempt").asInt() > 1).toList();
    assertThat(takenOver).as("jobs of killed executors").isNotEmpty();
    for (JsonNode job : jobs) {
      Effect effect = newest.get(job.get("id").asText());
      assertThat(effect).as("effect of %s", job).isNotNull();
      assertThat(job.get("token").asLong()).as("%s", job).isEqualTo(effect.token());
      assertThat(job.get("attempt").asInt()).as("%s", job).isEqualTo(effect.attempt());
    }
    for (JsonNode job : takenOver) {
      List<String> events = api.history(job.get("id").asText());
      assertThat(events).as("%s", job).filteredOn("ended"::equals).hasSize(1);
      assertThat(events).as("%s", job).endsWith("ended");
      assertThat(events)
          .as("%s", job)
          .filteredOn("resumed"::equals)
          .hasSize(job.get("attempt").asInt() - 1);
    }
  }

  private static long count(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }
}
