// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.backend.StoreReport;
import dev.baton.error.BatonException;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.FlywayException;

/** Looks at the database of a store without changing it. */
final class InspectStore {

  private final JdbcBackend.Options options;
  private final OpenDatabase database;

  InspectStore(JdbcBackend.Options options) {
    this.options = options;
    this.database = new OpenDatabase(options);
  }

  /**
   * Inspects the database and the tables of the store, and changes nothing.
   *
   * @throws BatonException as the start of a process does, if the database cannot be used
   */
  StoreReport run(Clock clock) {
    try (Connection connection = database.connectionsOf(options.source()).getConnection()) {
      Dialect dialect = database.checkedDialect(connection.getMetaData());
      database.checkEncoding(dialect, connection);
      UpgradeTables upgrade =
          new UpgradeTables(
              dialect,
              database.connectionsOf(options.source()),
              options.tables(),
              database.databaseAddress());
      UpgradeTables.TableVersions versions = upgrade.versions();
      InspectRights rights = new InspectRights(dialect, connection, options.tables());
      List<String> missing = new ArrayList<>(rights.missingAt(upgrade.tables()));
      if (versions.state() != StoreReport.TablesState.CURRENT) {
        missing.addAll(rights.missingToCreate());
      }
      DatabaseMetaData meta = connection.getMetaData();
      return new StoreReport(
          meta.getDatabaseProductName() + " " + OpenDatabase.version(meta),
          database.databaseAddress(),
          versions.state(),
          versions.stored(),
          versions.known(),
          dialect == Dialect.POSTGRES
              && database.direct(dialect) == null
              && PostgresPooler.isBehind(connection),
          clockLead(dialect, connection, clock),
          missing);
    } catch (SQLException e) {
      throw database.refused(e);
    } catch (FlywayException e) {
      throw new InvalidInputException(
          "the versions of the tables in "
              + database.databaseAddress()
              + " cannot be read: "
              + OpenDatabase.firstLine(e),
          e);
    }
  }

  private static Duration clockLead(Dialect dialect, Connection connection, Clock clock)
      throws SQLException {
    String query =
        switch (dialect) {
          case H2 -> "";
          case POSTGRES -> "SELECT EXTRACT(EPOCH FROM clock_timestamp()) * 1000";
          case MARIADB, MYSQL -> "SELECT UNIX_TIMESTAMP(SYSDATE(6)) * 1000";
        };
    if (query.isEmpty()) {
      return Duration.ZERO;
    }
    Instant before = clock.now();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      Instant there = row.next() ? Instant.ofEpochMilli(row.getLong(1)) : before;
      Instant here = before.plus(Duration.between(before, clock.now()).dividedBy(2));
      return Duration.between(there, here);
    }
  }
}
