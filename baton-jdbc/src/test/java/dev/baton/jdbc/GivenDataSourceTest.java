// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.testkit.clock.RealTime;
import dev.baton.testkit.job.JobBuilder;
import dev.baton.testkit.server.MariaDbServer;
import dev.baton.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a store on connections of an application. */
@Tag("integration")
final class GivenDataSourceTest {

  private static String newDatabase(String server) {
    return server.equals("postgres")
        ? PostgresServer.shared().newDatabase()
        : MariaDbServer.shared().newDatabase();
  }

  private static String settings(HikariDataSource pool, String query) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1)
          + " "
          + connection.getAutoCommit()
          + " "
          + connection.getTransactionIsolation();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "mariadb"})
  void pool_afterTheStoreIsClosed_isOpenAndItsConnectionsAreAsBefore(String server)
      throws SQLException {
    String query =
        server.equals("postgres")
            ? "SELECT current_setting('TimeZone') || count(*) FROM pg_listening_channels()"
            : "SELECT concat(@@time_zone, @@innodb_lock_wait_timeout)";
    try (HikariDataSource pool = JdbcFixture.applicationPool(newDatabase(server), 3)) {
      String before = settings(pool, query);
      JdbcBackend.Options options = JdbcBackend.Options.of(pool).withPoolSize(2);
      try (JdbcBackend store = JdbcBackend.open(options, Clock.system())) {
        store.jobs().add(List.of(JobBuilder.aJob().build()));
        store.check();
        assertThat(settings(pool, query)).isEqualTo(before);
      }
      assertThat(pool.isClosed()).isFalse();
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
      for (int i = 0; i < 3; i++) {
        assertThat(settings(pool, query)).isEqualTo(before);
      }
    }
  }

  @Test
  void notifications_onAPostgresPool_arriveFromAnotherProcess() {
    String url = newDatabase("postgres");
    AtomicInteger told = new AtomicInteger();
    try (HikariDataSource pool = JdbcFixture.applicationPool(url, 3);
        JdbcBackend store =
            JdbcBackend.open(JdbcBackend.Options.of(pool).withPoolSize(2), Clock.system());
        JdbcBackend polling =
            JdbcBackend.open(JdbcBackend.Options.of(url).withPolling(), Clock.system());
        Watch watch = store.board().watch(told::incrementAndGet)) {
      RealTime.pass(Duration.ofSeconds(1));
      told.set(0);
      polling.jobs().add(List.of(JobBuilder.aJob().build()));
      await().untilAsserted(() -> assertThat(told).hasPositiveValue());
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void polling_onPostgres_noticesJobsOfAnotherProcess() {
    String url = newDatabase("postgres");
    AtomicInteger told = new AtomicInteger();
    try (JdbcBackend posting = JdbcBackend.open(JdbcBackend.Options.of(url), Clock.system());
        JdbcBackend polling =
            JdbcBackend.open(JdbcBackend.Options.of(url).withPolling(), Clock.system());
        Watch watch = polling.board().watch(told::incrementAndGet)) {
      RealTime.pass(Duration.ofSeconds(1));
      told.set(0);
      posting.jobs().add(List.of(JobBuilder.aJob().build()));
      await().untilAsserted(() -> assertThat(told).hasPositiveValue());
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void dataSource_ofAnEmbeddedDatabase_isRefused() {
    try (HikariDataSource pool = JdbcFixture.applicationPool("jdbc:h2:mem:given", 2)) {
      assertThatThrownBy(() -> JdbcBackend.open(JdbcBackend.Options.of(pool), Clock.system()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("pass the URL instead, or use PostgreSQL or MariaDB");
    }
  }

  @Test
  void dataSource_thatDoesNotCountTheRowsOfBatches_isRefused() {
    String url = newDatabase("mariadb");
    String bulk = url + (url.contains("?") ? "&" : "?") + "useBulkStmts=true";
    try (HikariDataSource pool = JdbcFixture.applicationPool(bulk, 3)) {
      assertThatThrownBy(() -> JdbcBackend.open(JdbcBackend.Options.of(pool), Clock.system()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("set useBulkStmts=false");
    }
  }

  @Test
  void dataSource_withoutAServer_isUnavailable() {
    try (HikariDataSource pool =
        JdbcFixture.applicationPool("jdbc:postgresql://127.0.0.1:1/none", 2)) {
      pool.setConnectionTimeout(Duration.ofSeconds(1).toMillis());
      assertThatThrownBy(() -> JdbcBackend.open(JdbcBackend.Options.of(pool), Clock.system()))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("the data source of the application opens no connection");
    }
  }
}
