// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.testkit.server.MariaDbServer;
import dev.baton.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests databases that Baton must refuse or must not use as they are. */
final class OpenDatabaseTest {

  @TempDir Path folder;

  private static JdbcBackend open(String url) {
    return JdbcBackend.open(JdbcBackend.Options.of(url), Clock.system());
  }

  private static void execute(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  @Test
  void tablesOfANewerVersion_areRefusedWithTheRemedy() throws SQLException {
    String url = "jdbc:h2:file:" + folder.resolve("baton");
    open(url).close();
    execute(
        url,
        "INSERT INTO \"baton_schema_history\" (\"installed_rank\", \"version\", \"description\","
            + " \"type\", \"script\", \"checksum\", \"installed_by\", \"execution_time\","
            + " \"success\") VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', 1,"
            + " TRUE)");
    assertThatThrownBy(() -> open(url))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("were made by a newer Baton: they have version 999")
        .hasMessageContaining("Start the newer program");
  }

  @Test
  void fileThatAnotherProcessHas_isAConflictAndNotWaitedFor() throws IOException {
    String url = "jdbc:h2:file:" + folder.resolve("baton");
    open(url).close();
    try (FileChannel file =
            FileChannel.open(folder.resolve("baton.mv.db"), StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> open(url))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("is in use by another process");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
  @Tag("integration")
  void postgresInAnotherEncoding_isRefusedWithTheRemedy(String encoding) throws SQLException {
    PostgresServer server = PostgresServer.shared();
    String name = encoding.toLowerCase(Locale.ROOT);
    execute(
        server.jdbcUrl("postgres"),
        "CREATE DATABASE %s ENCODING '%s' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
            .formatted(name, encoding));
    assertThatThrownBy(() -> open(server.jdbcUrl(name)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("encoding of the database")
        .hasMessageContaining("is '" + encoding + "'; allowed: UTF8");
  }

  @Test
  @Tag("integration")
  void mariaDbTableInAnotherCharacterSet_isRefusedWithTheRemedy() throws SQLException {
    String url = MariaDbServer.shared().newDatabase();
    open(url).close();
    execute(url, "ALTER TABLE baton_job_log CONVERT TO CHARACTER SET latin1");
    assertThatThrownBy(() -> open(url))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the table 'baton_job_log' in")
        .hasMessageContaining("has the character set 'latin1'; allowed: utf8mb4")
        .hasMessageContaining("CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin");
    execute(
        url,
        "ALTER TABLE baton_job_log CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin");
    open(url).close();
  }

  @Test
  @Tag("integration")
  void mariaDbThatIsReadOnly_isUnavailableUntilItCanBeWritten() throws SQLException {
    try (MariaDbServer server = MariaDbServer.started()) {
      String url = server.newDatabase();
      String name = url.replaceAll("\\?.*", "").replaceAll(".*/", "");
      // The user root may write to a read-only server.
      execute(url, "CREATE USER application", "GRANT ALL ON " + name + ".* TO application");
      String user = url.replace("user=root", "user=application");
      try (JdbcBackend backend = open(user)) {
        backend.check();
        execute(url, "SET GLOBAL read_only = 1");
        assertThatThrownBy(backend::check)
            .isInstanceOf(UnavailableException.class)
            .hasMessageContaining("is read-only: a standby");
        execute(url, "SET GLOBAL read_only = 0");
        assertThatCode(backend::check).doesNotThrowAnyException();
      }
    }
  }

  @Test
  @Tag("integration")
  void mariaDbWithAnotherDefaultCharacterSet_isUsedWithTheTablesOwn() throws SQLException {
    MariaDbServer server = MariaDbServer.shared();
    String url = server.newDatabase();
    String name = url.replaceAll("\\?.*", "").replaceAll(".*/", "");
    execute(url, "ALTER DATABASE " + name + " CHARACTER SET latin1");
    try (JdbcBackend backend = open(url)) {
      assertThatCode(backend::check).doesNotThrowAnyException();
    }
  }

  @Test
  @Tag("integration")
  void postgresThatIsReadOnly_isUnavailableUntilItCanBeWritten() throws SQLException {
    PostgresServer server = PostgresServer.shared();
    String url = server.newDatabase();
    String name = url.replaceAll("\\?.*", "").replaceAll(".*/", "");
    try (JdbcBackend backend = open(url)) {
      backend.check();
      readOnly(server, name, true);
      assertThatThrownBy(backend::check)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("is read-only: a standby");
      // A process that starts now gets the same error and can wait.
      assertThatThrownBy(
              () -> {
                try (JdbcBackend other = open(url)) {
                  other.check();
                }
              })
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("is read-only: a standby");
      readOnly(server, name, false);
      assertThatCode(backend::check).doesNotThrowAnyException();
    }
    assertThat(name).isNotEmpty();
  }

  /** The setting affects only new sessions, so the existing sessions are terminated. */
  private static void readOnly(PostgresServer server, String name, boolean on) throws SQLException {
    execute(
        server.jdbcUrl("postgres"),
        "ALTER DATABASE " + name + " SET default_transaction_read_only = " + on,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
  }
}
