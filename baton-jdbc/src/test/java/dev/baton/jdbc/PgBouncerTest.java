// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.error.InvalidInputException;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.testkit.job.JobBuilder;
import dev.baton.testkit.server.PgBouncerServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests how a store finds out that a pooler is in front of PostgreSQL, and what it does then. */
@Tag("integration")
final class PgBouncerTest {

  private final PgBouncerServer pooler = PgBouncerServer.shared();
  private final String url = pooler.newDatabase();

  private static JdbcBackend open(JdbcBackend.Options options) {
    return JdbcBackend.open(options, Clock.system());
  }

  private static long listeners(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND query LIKE 'LISTEN%'")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void pooler_isDetected() throws SQLException {
    try (Connection through = DriverManager.getConnection(url);
        Connection direct = DriverManager.getConnection(pooler.direct(url))) {
      assertThat(PostgresPooler.isBehind(through)).isTrue();
      assertThat(PostgresPooler.isBehind(direct)).isFalse();
    }
  }

  @Test
  void storeWithoutADirectUrl_polls() throws SQLException {
    AtomicInteger told = new AtomicInteger();
    try (JdbcBackend store = open(JdbcBackend.Options.of(url));
        JdbcBackend other = open(JdbcBackend.Options.of(url));
        Watch watch = store.board().watch(told::incrementAndGet)) {
      other.jobs().add(List.of(JobBuilder.aJob().build()));
      await().untilAsserted(() -> assertThat(told).hasPositiveValue());
      assertThat(listeners(pooler.direct(url))).isZero();
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void storeWithADirectUrl_isNotifiedThroughIt() throws SQLException {
    AtomicInteger told = new AtomicInteger();
    JdbcBackend.Options options = JdbcBackend.Options.of(url).withDirectUrl(pooler.direct(url));
    try (JdbcBackend store = open(options);
        JdbcBackend other = open(JdbcBackend.Options.of(url));
        Watch watch = store.board().watch(told::incrementAndGet)) {
      await().untilAsserted(() -> assertThat(listeners(pooler.direct(url))).isEqualTo(1));
      told.set(0);
      other.jobs().add(List.of(JobBuilder.aJob().build()));
      await().untilAsserted(() -> assertThat(told).hasPositiveValue());
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void directUrlThroughThePooler_isRefused() {
    JdbcBackend.Options options = JdbcBackend.Options.of(url).withDirectUrl(url);
    assertThatThrownBy(() -> open(options))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the direct URL leads to a pooler");
  }
}
