// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A MariaDB server. Each commit is passed to the operating system but not synced, because the
 * campaign kills only processes, and data that a process has written survives its death.
 */
final class MariaDbDatabase extends ServerDatabase {

  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/sbin"), Path.of("/usr/libexec"), Path.of("/usr/bin"));
  private static final String LOCAL = "'" + NAME + "'@'%'";

  MariaDbDatabase(Path folder, Path data, boolean movesClock) {
    super("mysql", folder, data, movesClock);
  }

  @Override
  List<String> initialize() {
    return List.of(
        MachineFolders.program("mariadb-install-db", PROGRAMS).toString(),
        "--no-defaults",
        "--datadir=" + data(),
        "--auth-root-authentication-method=normal",
        "--skip-test-db");
  }

  @Override
  List<String> command() {
    return List.of(
        MachineFolders.program("mariadbd", PROGRAMS).toString(),
        "--no-defaults",
        "--datadir=" + data(),
        "--bind-address=127.0.0.1",
        "--port=" + port(),
        "--socket=" + folder().resolve("s.sock"),
        "--pid-file=" + folder().resolve("pid"),
        "--innodb-flush-log-at-trx-commit=2",
        "--max-connections=200");
  }

  /** Also makes a user who cannot write while the database is read-only. */
  @Override
  List<String> create() {
    return List.of(
        "create database " + NAME,
        "create user " + LOCAL,
        "grant all on " + NAME + ".* to " + LOCAL);
  }

  @Override
  String stopSignal() {
    return "TERM";
  }

  @Override
  String adminUrl() {
    return "jdbc:mariadb://"
        + address()
        + "/mysql?user=root&connectTimeout=5000&socketTimeout=10000";
  }

  @Override
  public String url(String address) {
    return "jdbc:mariadb://" + address + "/" + NAME + "?user=" + NAME;
  }

  @Override
  public void terminateConnections() {
    List<Long> ids = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(adminUrl());
        Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "select id from information_schema.processlist where user = '" + NAME + "'")) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
      for (long id : ids) {
        kill(statement, id);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("connections cannot be ended", e);
    }
  }

  private static void kill(Statement statement, long id) throws SQLException {
    try {
      statement.execute("kill connection " + id);
    } catch (SQLException e) {
      // Unknown thread: the connection has ended in the meantime.
      if (e.getErrorCode() != 1094) {
        throw e;
      }
    }
  }

  @Override
  public void readOnly(boolean value) {
    runAsAdministrator("set global read_only = " + (value ? 1 : 0));
  }
}
