// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.LogLine;
import dev.baton.job.RunWrite;
import dev.baton.service.Clock;
import dev.baton.statistics.JobFigure;
import dev.baton.statistics.StatisticsQuery;
import dev.baton.testkit.job.AdmitEverything;
import dev.baton.testkit.job.JobBuilder;
import dev.baton.testkit.server.MariaDbServer;
import dev.baton.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that this release upgrades the tables of each earlier release with the rows in them. A
 * folder of {@code released} has the rows that a release wrote; {@link ReleasedMigrationsTest}
 * makes sure that its migrations are as they were.
 */
@Tag("integration")
final class UpgradeTest {

  private static final Path RELEASED =
      Path.of("src", "test", "resources", "dev", "baton", "jdbc", "released");
  private static final String ROWS = "rows.sql";

  /** The last migration of each release. */
  private static final Map<String, String> LAST_MIGRATIONS = Map.of("0.1.0", "2");

  private static final JobId WAITING = new JobId("00000000-0000-4000-8000-000000000001");
  private static final JobId RUNNING = new JobId("00000000-0000-4000-8000-000000000002");
  private static final JobId ENDED = new JobId("00000000-0000-4000-8000-000000000003");
  private static final JobId FAILED = new JobId("00000000-0000-4000-8000-000000000004");

  static Stream<List<String>> releases() {
    return LAST_MIGRATIONS.keySet().stream()
        .sorted()
        .flatMap(release -> Stream.of(List.of(release, "postgres"), List.of(release, "mariadb")));
  }

  private static String newDatabase(String server) {
    return server.equals("postgres")
        ? PostgresServer.shared().newDatabase()
        : MariaDbServer.shared().newDatabase();
  }

  private static JdbcBackend open(String url) {
    return JdbcBackend.open(JdbcBackend.Options.of(url), Clock.system());
  }

  private static Job job(JdbcBackend store, JobId id) {
    return store.jobs().find(id).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void tablesOfARelease_withTheirRows_areUpgraded(List<String> releaseAndServer)
      throws SQLException, IOException {
    String release = releaseAndServer.getFirst();
    String url = newDatabase(releaseAndServer.getLast());
    StoredRows rows = new StoredRows(url);
    rows.createTables(LAST_MIGRATIONS.get(release));
    rows.load(Files.readString(RELEASED.resolve(release).resolve(ROWS)));
    try (JdbcBackend store = open(url)) {
      assertThat(job(store, WAITING).state()).isEqualTo(JobState.QUEUED);
      assertThat(job(store, WAITING).spec().tags()).containsExactly("größe", "it's");
      assertThat(job(store, ENDED).state()).isEqualTo(JobState.SUCCESS);
      assertThat(job(store, ENDED).status().statusMessage()).isEqualTo("done");
      assertThat(store.log().read(ENDED, 0, 10)).hasSize(1);
      assertThat(job(store, FAILED).state()).isEqualTo(JobState.FAILED);
      assertThat(store.history().of(ENDED)).isNotEmpty();
      assertThat(successes(store)).isEqualTo(1);
      JobId fresh = post(store, JobBuilder.aJob().build());
      // The process that ran the second job is gone.
      List<JobId> claimed = new ArrayList<>();
      BoardSession session = store.board().join("new", Duration.ofSeconds(30));
      await()
          .untilAsserted(() -> {
            session.claim(10, new AdmitEverything()).stream()
                .map(claim -> claim.job().id())
                .forEach(claimed::add);
            assertThat(claimed).containsExactlyInAnyOrder(WAITING, RUNNING, fresh);
          });
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void tablesOfANewerRelease_areRefusedWithTheRemedy(List<String> releaseAndServer)
      throws SQLException {
    String url = newDatabase(releaseAndServer.getLast());
    open(url).close();
    new StoredRows(url)
        .load(
            "INSERT INTO baton_schema_history (installed_rank, version, description, type, script,"
                + " checksum, installed_by, execution_time, success) VALUES (999, '999', 'later',"
                + " 'SQL', 'V999__later.sql', 1, 'x', 1, TRUE);\n");
    assertThatThrownBy(() -> open(url))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("were made by a newer Baton: they have version 999")
        .hasMessageContaining("Start the newer program");
  }

  private static long successes(JdbcBackend store) {
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    Duration step = Duration.ofDays(365);
    StatisticsQuery query =
        new StatisticsQuery(from, from.plus(step.multipliedBy(100)), step, null, null);
    return store.statistics().orElseThrow().series(query, 1).total().counts().values().stream()
        .mapToLong(counts -> counts.figure(JobFigure.SUCCEEDED))
        .sum();
  }

  private static JobId post(JdbcBackend store, Job job) {
    store.jobs().add(List.of(job));
    return job.id();
  }

  /** Writes the rows of the present release, when it is published. */
  @Test
  @EnabledIfSystemProperty(named = "baton.release", matches = ".+")
  void rowsOfThisRelease_areWritten() throws SQLException, IOException {
    String url = newDatabase("postgres");
    try (JdbcBackend store = open(url)) {
      for (JobId id : List.of(RUNNING, ENDED, FAILED)) {
        post(store, JobBuilder.aJob().id(id).build());
      }
      BoardSession session = store.board().join("old", Duration.ofSeconds(1));
      Map<JobId, Long> tokens = new HashMap<>();
      for (Claim claim : session.claim(10, new AdmitEverything())) {
        tokens.put(claim.job().id(), claim.token());
      }
      LogLine line = new LogLine(Clock.system().now(), 1, "out", "a\\b'c", null);
      store.log().append(ENDED, tokens.get(ENDED), List.of(line));
      end(store, ENDED, tokens.get(ENDED), JobState.SUCCESS, "done");
      end(store, FAILED, tokens.get(FAILED), JobState.FAILED, null);
      post(store, JobBuilder.aJob().id(WAITING).tags("größe", "it's").build());
      store.statistics().orElseThrow().collect(Duration.ZERO);
      Path folder = Files.createDirectories(RELEASED.resolve(System.getProperty("baton.release")));
      Files.writeString(folder.resolve(ROWS), new StoredRows(url).write());
    }
  }

  private static void end(
      JdbcBackend store, JobId job, long token, JobState state, String message) {
    store.jobs().write(new RunWrite.End(job, token, state, 0, message, null, null));
  }
}
