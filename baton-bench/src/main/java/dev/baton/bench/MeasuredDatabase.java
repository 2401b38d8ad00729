// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.testkit.server.MariaDbServer;
import dev.baton.testkit.server.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The database of a measurement: a database that is started for it, with durable commits, or an
 * existing one.
 *
 * @param url the JDBC URL, including credentials
 * @param closeDatabase stops the database if it was started for the measurement
 */
record MeasuredDatabase(String url, AutoCloseable closeDatabase) implements AutoCloseable {

  /**
   * Opens {@code h2}, {@code postgresql} or {@code mariadb}, or the database with the given JDBC
   * URL.
   */
  static MeasuredDatabase open(String what) {
    return switch (what) {
      case "h2" -> embedded();
      case "postgresql" -> {
        PostgresServer server = PostgresServer.durable();
        yield new MeasuredDatabase(server.newDatabase(), server);
      }
      case "mariadb" -> {
        MariaDbServer server = MariaDbServer.durable();
        yield new MeasuredDatabase(server.newDatabase(), server);
      }
      default -> new MeasuredDatabase(what, () -> {});
    };
  }

  private static MeasuredDatabase embedded() {
    try {
      Path folder = Files.createTempDirectory("baton-bench");
      return new MeasuredDatabase("jdbc:h2:file:" + folder.resolve("bench"), () -> delete(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder with its content. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  /**
   * The number of transactions that the server has committed so far. Empty if the server does not
   * count them.
   */
  OptionalLong commits() {
    if (url.startsWith("jdbc:postgresql:")) {
      // PostgreSQL sessions report their transactions at most once per second, unless a flush is
      // forced.
      return number(
          "SELECT pg_stat_force_next_flush(),"
              + " (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database())",
          2);
    }
    if (url.startsWith("jdbc:mariadb:")) {
      return number("SHOW GLOBAL STATUS LIKE 'Com_commit'", 2);
    }
    return OptionalLong.empty();
  }

  /**
   * The number of transactions that have written so far. On PostgreSQL the number is exact at any
   * moment, unlike {@link #commits}. Empty if the server does not count them.
   */
  OptionalLong writes() {
    return url.startsWith("jdbc:postgresql:")
        ? number("SELECT txid_snapshot_xmax(txid_current_snapshot())", 1)
        : commits();
  }

  /** The number of small commits per second that one session makes, one after the other. */
  double sequentialCommits() {
    int commits = 300;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE bench_commits (n INT)");
      statement.execute("INSERT INTO bench_commits VALUES (0)");
      long start = System.nanoTime();
      for (int i = 0; i < commits; i++) {
        statement.execute("UPDATE bench_commits SET n = n + 1");
        if (url.startsWith("jdbc:h2:")) {
          // A commit of H2 reaches the disk only some time later.
          statement.execute("CHECKPOINT SYNC");
        }
      }
      double took = (System.nanoTime() - start) / 1e9;
      statement.execute("DROP TABLE bench_commits");
      return commits / took;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot count the commits that " + url + " can make", e);
    }
  }

  /** Renews the statistics of the tables, as the server does some time after many writes. */
  void analyze() {
    if (url.startsWith("jdbc:postgresql:")) {
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        statement.execute("VACUUM (ANALYZE)");
      } catch (SQLException e) {
        throw new IllegalStateException("cannot renew the statistics of " + url, e);
      }
    }
  }

  private OptionalLong number(String query, int column) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? OptionalLong.of(rows.getLong(column)) : OptionalLong.empty();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot count the commits of " + url, e);
    }
  }

  @Override
  public void close() {
    try {
      closeDatabase.close();
    } catch (Exception e) {
      throw new IllegalStateException("cannot end " + url, e);
    }
  }
}
