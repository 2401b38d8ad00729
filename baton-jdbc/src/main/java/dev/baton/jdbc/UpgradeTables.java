// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.backend.StoreReport;
import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
  private static final String MIGRATIONS = "dev/baton/jdbc/migration/";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)\\}");

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
   * Runs the pending migrations, and returns those that this call has run.
   *
   * @throws InvalidInputException if a newer release made the tables, or if another program owns a
   *     table of the same name
   */
  List<StoreReport.Migration> run() throws SQLException {
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
    List<StoreReport.Migration> pending = pending(flyway);
    // Another process that starts at the same time may run some of them.
    Set<String> done =
        flyway.migrate().migrations.stream()
            .map(each -> each.version)
            .collect(Collectors.toUnmodifiableSet());
    if (dialect == Dialect.MARIADB || dialect == Dialect.MYSQL) {
      checkCharacterSet();
    }
    return pending.stream().filter(each -> done.contains(each.version())).toList();
  }

  /**
   * How the tables fit this release.
   *
   * @param stored the version of the tables; empty if there are none
   * @param known the newest version that this release knows
   * @param pending the migrations that {@link #run} would run
   */
  record TableVersions(
      StoreReport.TablesState state,
      String stored,
      String known,
      List<StoreReport.Migration> pending) {}

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
    List<StoreReport.Migration> pending = pending(flyway);
    if (applied.isEmpty()) {
      checkNames();
      return new TableVersions(StoreReport.TablesState.MISSING, "", known, pending);
    }
    String stored = applied.getLast().getVersion().getVersion();
    return new TableVersions(state(applied, pending), stored, known, pending);
  }

  private static StoreReport.TablesState state(
      List<MigrationInfo> applied, List<StoreReport.Migration> pending) {
    if (applied.stream().anyMatch(each -> !each.getState().isResolved())) {
      return StoreReport.TablesState.NEWER;
    }
    if (applied.stream().anyMatch(each -> each.getState().isFailed())) {
      return StoreReport.TablesState.INCOMPLETE;
    }
    return pending.isEmpty() ? StoreReport.TablesState.CURRENT : StoreReport.TablesState.OLDER;
  }

  private List<StoreReport.Migration> pending(Flyway flyway) {
    return Arrays.stream(flyway.info().pending())
        .map(each ->
            new StoreReport.Migration(
                each.getVersion().getVersion(), each.getDescription(), sql(each.getScript())))
        .toList();
  }

  /** The statements of a migration as Flyway executes them. */
  private String sql(String script) {
    Map<String, String> placeholders = placeholders();
    return PLACEHOLDER
        .matcher(text(script))
        .replaceAll(match ->
            Matcher.quoteReplacement(
                Objects.requireNonNull(
                    placeholders.get(match.group(1)), "unknown placeholder in " + script)));
  }

  private String text(String script) {
    for (String location : locations()) {
      try (InputStream in =
          UpgradeTables.class.getClassLoader().getResourceAsStream(location + "/" + script)) {
        if (in != null) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("migration '" + script + "' cannot be read", e);
      }
    }
    throw new IllegalStateException("there is no migration '" + script + "'");
  }

  private List<String> locations() {
    return List.of(MIGRATIONS + "common", MIGRATIONS + dialect.folder());
  }

  private Map<String, String> placeholders() {
    Map<String, String> placeholders = new HashMap<>(dialect.placeholders());
    placeholders.put("tables", names.qualifier());
    placeholders.put("prefix", names.prefix());
    return placeholders;
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
    FluentConfiguration configuration =
        Flyway.configure(UpgradeTables.class.getClassLoader())
            .dataSource(source)
            .locations(locations().stream().map(each -> "classpath:" + each).toArray(String[]::new))
            .placeholders(placeholders())
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
