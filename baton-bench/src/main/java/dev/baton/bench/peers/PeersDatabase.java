// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import dev.baton.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/**
 * The PostgreSQL server of a measurement, with durable commits. Each system has a database of its
 * own. Checkpoints run only between measurements, so that none falls into the figures of a system.
 */
final class PeersDatabase implements AutoCloseable {

  static final String SETTINGS =
      "fsync=on, full_page_writes=on, shared_buffers=512MB, checkpoints only between measurements";

  private static final int COMMITS = 200;

  private final PostgresServer server;
  private final Connection connection;
  private final long serverProcess;

  private PeersDatabase(PostgresServer server) throws SQLException {
    this.server = server;
    this.connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
    this.serverProcess = ProcessorTime.parent((long) number("SELECT pg_backend_pid()"));
  }

  /** Starts a server. */
  static PeersDatabase start() {
    PostgresServer server = PostgresServer.durable();
    try {
      try (Connection first = DriverManager.getConnection(server.jdbcUrl("postgres"));
          Statement statement = first.createStatement()) {
        statement.execute("ALTER SYSTEM SET shared_buffers = '512MB'");
        statement.execute("ALTER SYSTEM SET checkpoint_timeout = '1h'");
        statement.execute("ALTER SYSTEM SET max_wal_size = '16GB'");
      }
      server.restart();
      return new PeersDatabase(server);
    } catch (SQLException e) {
      server.close();
      throw new IllegalStateException("cannot prepare PostgreSQL", e);
    }
  }

  /** Creates an empty database and returns its URL. */
  String newDatabase() {
    return server.newDatabase();
  }

  /** Removes a database whose clients have ended. */
  void drop(String url) {
    String name = url.replaceAll(".*/([^?]+)\\?.*", "$1");
    execute(connection, "DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
  }

  /** Brings the database into the state that the autovacuum and checkpointer would reach. */
  void settle(String url) {
    try (Connection other = DriverManager.getConnection(url)) {
      execute(other, "VACUUM (ANALYZE)");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot vacuum " + url, e);
    }
    execute(connection, "CHECKPOINT");
  }

  /** The processor time of all processes of PostgreSQL so far, in microseconds. */
  double cpuMicros() {
    return ProcessorTime.ofFamily(serverProcess);
  }

  /** The bytes that the server has written to its log so far. */
  double walBytes() {
    return number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
  }

  String version() {
    try {
      return connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read the version of PostgreSQL", e);
    }
  }

  /** The median time of a small commit of one session, in milliseconds. */
  double commitMillis() {
    execute(connection, "CREATE TABLE IF NOT EXISTS small_commits (n int)");
    double[] millis = new double[COMMITS];
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO small_commits VALUES (?)")) {
      for (int i = 0; i < COMMITS; i++) {
        long start = System.nanoTime();
        insert.setInt(1, i);
        insert.executeUpdate();
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot measure commits", e);
    }
    Arrays.sort(millis);
    return millis[COMMITS / 2];
  }

  private double number(String query) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getDouble(1);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot execute " + query, e);
    }
  }

  private static void execute(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot execute " + sql, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot close the connection", e);
    } finally {
      server.close();
    }
  }
}
