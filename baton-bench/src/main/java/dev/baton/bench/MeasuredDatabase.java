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
 * The database that a measurement runs on: one that is started for it, with durable commits, or one
 * that is there already.
 *
 * @param url where, credentials included
 * @param closeDatabase what closing has to end
 */
record MeasuredDatabase(String url, AutoCloseable closeDatabase) implements AutoCloseable {

  /** Opens {@code h2}, {@code postgresql} or {@code mariadb}, or the JDBC URL given. */
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

  /** Removes a folder and all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  /** Transactions that the server has committed so far; empty where it does not count them. */
  OptionalLong commits() {
    if (url.startsWith("jdbc:postgresql:")) {
      // Sessions report what they did at most once a second, and when asked to.
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
   * Transactions that have written something so far, at once and not only when sessions tell of
   * them; empty where the server does not count them.
   */
  OptionalLong writes() {
    return url.startsWith("jdbc:postgresql:")
        ? number("SELECT txid_snapshot_xmax(txid_current_snapshot())", 1)
        : commits();
  }

  /** How many small commits one session makes in a second, one after the other. */
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
          // Its commits alone reach the disk some time later.
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
