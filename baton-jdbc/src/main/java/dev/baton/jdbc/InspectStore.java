// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.backend.StoreReport;
import dev.baton.error.BatonException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/** Looks at the database of a store without changing it. */
final class InspectStore {

  // Without the write access, an inspection after a crash leaves the recovery to the next start.
  private static final String READ_ONLY = ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE";

  private final JdbcBackend.Options options;
  private final OpenDatabase database;
  private final OpenDatabase inspected;

  InspectStore(JdbcBackend.Options options) {
    this.options = options;
    this.database = new OpenDatabase(options);
    this.inspected = new OpenDatabase(unchangedBy(options));
  }

  /** Returns options whose use changes nothing, also if the database is embedded. */
  private static JdbcBackend.Options unchangedBy(JdbcBackend.Options options) {
    if (!(options.source() instanceof DatabaseSource.Address address)
        || Dialect.of(address.url()) != Dialect.H2
        || ConnectionUrl.isInMemory(address.url())) {
      return options;
    }
    return options.withSource(
        Files.exists(EmbeddedFile.path(address.url()))
            ? new DatabaseSource.Address(
                address.url() + READ_ONLY, address.user(), address.password())
            // An empty database in memory has no tables either, and needs no file.
            : new DatabaseSource.Address("jdbc:h2:mem:inspected", null, null));
  }

  /**
   * Inspects the database and the tables of the store, and changes nothing.
   *
   * @throws BatonException as the start of a process does, if the database cannot be used
   */
  StoreReport run(Clock clock) {
    DataSource source = inspected.connectionsOf(inspected.source());
    try (Connection connection = source.getConnection()) {
      Dialect dialect = database.checkedDialect(connection.getMetaData());
      database.checkEncoding(dialect, connection);
      UpgradeTables upgrade =
          new UpgradeTables(dialect, source, options.tables(), database.databaseAddress());
      UpgradeTables.TableVersions versions = upgrade.versions();
      InspectRights rights = new InspectRights(dialect, connection, options.tables());
      Set<String> tables = upgrade.tables();
      List<String> missing = new ArrayList<>(rights.missingAt(tables));
      if (!versions.pending().isEmpty()) {
        missing.addAll(rights.missingToCreate());
        missing.addAll(rights.missingToChange(tables));
      }
      DatabaseMetaData meta = connection.getMetaData();
      return new StoreReport(
          meta.getDatabaseProductName() + " " + OpenDatabase.version(meta),
          database.urlWithoutOptions(),
          database.databaseAddress(),
          versions.state(),
          versions.stored(),
          versions.known(),
          versions.pending(),
          dialect == Dialect.POSTGRES
              && database.direct(dialect) == null
              && PostgresPooler.isBehind(connection),
          clockLead(dialect, connection, clock),
          missing);
    } catch (SQLException e) {
      throw database.refused(e);
    } catch (FlywayException e) {
      SQLException cause = SqlErrors.in(e);
      if (cause != null && SqlErrors.isRightMissing(cause)) {
        throw new ForbiddenException(
            "the user of the database at "
                + database.databaseAddress()
                + " lacks rights: SELECT of the history of the tables; make the user the owner of"
                + " the tables, or GRANT these rights",
            e);
      }
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
