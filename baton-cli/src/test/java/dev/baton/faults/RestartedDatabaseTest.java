// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Restarts PostgreSQL under load and cuts all connections to it. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("integration")
final class RestartedDatabaseTest {

  private static final int JOBS = 500;

  @TempDir Path folder;

  @Test
  void jobs_whenTheDatabaseIsRestartedAndConnectionsAreCut_allSucceed()
      throws IOException, SQLException {
    Path file = folder.resolve("effects");
    try (PostgresServer postgres = PostgresServer.started()) {
      String url = postgres.newDatabase();
      try (TestInstallation baton = new TestInstallation(folder, url)) {
        baton.startExecutor("one", "--threads", "4");
        baton.startExecutor("two", "--threads", "4");
        baton.postAppends("fenced_append", JOBS, file, Duration.ofMillis(100));
        awaitEffects(file, JOBS / 4);
        postgres.restart();
        awaitEffects(file, JOBS / 2);
        cutConnections(url);
        baton.awaitAllSucceeded(JOBS, Duration.ofMinutes(2));
      }
    }
    RecordedEffects recordedEffects = RecordedEffects.read(file);
    recordedEffects.assertTokensOnlyGrow();
    assertThat(
            new HashSet<>(recordedEffects.all().stream().map(RecordedEffects.Effect::job).toList()))
        .hasSize(JOBS);
  }

  private static void awaitEffects(Path file, int count) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> Files.exists(file) && Files.readAllLines(file).size() >= count);
  }

  private static void cutConnections(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
  }
}
