// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.backend.StoreReport;
import dev.baton.error.InvalidInputException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Creates the tables of a store, or upgrades them to this release. The versions of the tables are
 * recorded in a table of the store, so that migrations of the application in the same database are
 * not affected.
 */
final class UpgradeTables {

  private static final String HISTORY = "schema_history";

  private final Dialect dialect;
  private final DataSource source;
  private final TableNames names;
  private final String databaseAddress;

  UpgradeTables(Dialect dialect, DataSource source, TableNames names, String databaseAddress) {
    this.dialect = dialect;
    this.source = source;
    this.names = names;
    this.databaseAddress = databaseAddress;
  }

  /**
   * @throws InvalidInputException if a newer release made the tables, or if another program owns a
   *     table of the same name
   */
  void run() throws SQLException {
    Flyway flyway = flyway();
    MigrationInfo[] applied = flyway.info().applied();
    for (MigrationInfo each : applied) {
      if (each.getState().isApplied() && !each.getState().isResolved()) {
        throw newer(flyway, each);
      }
    }
    if (applied.length == 0) {
      checkNames();
    }
    flyway.migrate();
    if (dialect == Dialect.MARIADB || dialect == Dialect.MYSQL) {
      checkCharacterSet();
    }
  }

  /** The version of the tables, and the newest version that this release knows. */
  record TableVersions(StoreReport.TablesState state, String stored, String known) {}

  /**
   * Compares the tables with this release, and changes nothing.
   *
   * @throws InvalidInputException if another program owns a table of the same name
   */
  TableVersions versions() throws SQLException {
    Flyway flyway = flyway();
    List<MigrationInfo> applied =
        Arrays.stream(flyway.info().applied()).filter(each -> each.getVersion() != null).toList();
    String known = newestKnown(flyway);
    if (applied.isEmpty()) {
      checkNames();
      return new TableVersions(StoreReport.TablesState.MISSING, "", known);
    }
    String stored = applied.getLast().getVersion().getVersion();
    if (applied.stream().anyMatch(each -> !each.getState().isResolved())) {
      return new TableVersions(StoreReport.TablesState.NEWER, stored, known);
    }
    boolean isOlder = flyway.info().pending().length > 0;
    return new TableVersions(
        isOlder ? StoreReport.TablesState.OLDER : StoreReport.TablesState.CURRENT, stored, known);
  }

  /**
   * Refuses tables that were converted to a character set which cannot store all text. The tables
   * define their own character set, so that of the database does not matter.
   */
  private void checkCharacterSet() throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT table_name, character_set_name FROM information_schema.columns"
                    + " WHERE table_schema = ? AND table_name IN (?, ?, ?, ?)"
                    + " AND character_set_name <> 'utf8mb4'")) {
      String schema = names.schema();
      statement.setString(1, schema == null ? connection.getCatalog() : schema);
      statement.setString(2, names.prefix() + "job");
      statement.setString(3, names.prefix() + "active_job");
      statement.setString(4, names.prefix() + "finished_job");
      statement.setString(5, names.prefix() + "job_log");
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          throw new InvalidInputException(
              "the table '"
                  + row.getString(1)
                  + "' in "
                  + databaseAddress
                  + " has the character set '"
                  + row.getString(2)
                  + "'; allowed: utf8mb4. Convert it, for example: ALTER TABLE "
                  + row.getString(1)
                  + " CONVERT TO "
                  + tableDefinition().replaceFirst(".*CHARACTER", "CHARACTER"));
        }
      }
    }
  }

  private String tableDefinition() {
    return Objects.requireNonNull(dialect.placeholders().get("table"));
  }

  private Flyway flyway() {
    Map<String, String> placeholders = new HashMap<>(dialect.placeholders());
    placeholders.put("tables", names.qualifier());
    placeholders.put("prefix", names.prefix());
    FluentConfiguration configuration =
        Flyway.configure(UpgradeTables.class.getClassLoader())
            .dataSource(source)
            .locations(
                "classpath:dev/baton/jdbc/migration/common",
                "classpath:dev/baton/jdbc/migration/" + dialect.folder())
            .placeholders(placeholders)
            .table(names.prefix() + HISTORY)
            .baselineOnMigrate(true)
            .baselineVersion("0");
    if (names.schema() != null) {
      configuration.defaultSchema(names.schema()).createSchemas(true);
    }
    return configuration.load();
  }

  private InvalidInputException newer(Flyway flyway, MigrationInfo unknown) {
    String newest = newestKnown(flyway);
    return new InvalidInputException(
        "the tables in "
            + databaseAddress
            + " were made by a newer Baton: they have version "
            + unknown.getVersion()
            + ", and this program ("
            + newest
            + ") does not know it. Start the newer program, or restore the database from a backup"
            + " that was made before the update");
  }

  private static String newestKnown(Flyway flyway) {
    return Arrays.stream(flyway.info().all())
        .filter(each -> each.getState().isResolved() && each.getVersion() != null)
        .map(each -> each.getVersion().getVersion())
        .max(Comparator.comparingInt(Integer::parseInt))
        .orElse("none");
  }

  /** Refuses names that the tables of another program have. */
  private void checkNames() throws SQLException {
    Set<String> tables = tables();
    String job = names.prefix() + "job";
    // Another process that starts at the same time creates its history before its tables.
    if (tables.contains(job) && !tables.contains(names.prefix() + HISTORY)) {
      throw new InvalidInputException(
          "the table '"
              + job
              + "' in "
              + databaseAddress
              + " belongs to another program; choose another table prefix, or a schema of its own"
              + " for Baton");
    }
  }

  /** The tables in the schema of this store whose names begin with its prefix, in lower case. */
  Set<String> tables() throws SQLException {
    boolean isMysql = dialect == Dialect.MARIADB || dialect == Dialect.MYSQL;
    Set<String> found = new HashSet<>();
    try (Connection connection = source.getConnection()) {
      String named = names.schema();
      String catalog = isMysql && named != null ? named : connection.getCatalog();
      String schema = isMysql ? null : named != null ? named : connection.getSchema();
      try (ResultSet tables =
          connection.getMetaData().getTables(catalog, schema, "%", new String[] {"TABLE"})) {
        while (tables.next()) {
          String table = tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
          if (table.startsWith(names.prefix())) {
            found.add(table);
          }
        }
      }
    }
    return found;
  }
}
