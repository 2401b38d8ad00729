// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.backend.StoreReport;
import dev.baton.error.BatonException;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.jdbc.ConnectionUrl.Plans;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to a database, checks its product, version and encoding, and upgrades its tables. */
final class OpenDatabase {

  // The error codes for a wrong user or password: 28000 of H2, 1045 and 1044 of MariaDB. For
  // PostgreSQL, class 28 of the SQL state shows the same.
  private static final Set<Integer> WRONG_PASSWORD_CODES = Set.of(28000, 1045, 1044);

  /** The number of connections with {@link ConnectionUrl.Plans#KEPT}. */
  static final int KEYED = 6;

  // PgBouncer's SQL state for all errors of its own.
  private static final String REFUSED_BY_POOLER = "08P01";
  private static final int H2_IN_USE = 90020;
  private static final Logger LOG = LoggerFactory.getLogger(OpenDatabase.class);

  private final JdbcBackend.Options options;
  private final DatabaseSource source;
  private final String url;
  private final Dialect named;

  OpenDatabase(JdbcBackend.Options options) {
    this.options = options;
    this.source = options.source();
    switch (source) {
      case DatabaseSource.Address address -> {
        this.named = Dialect.of(address.url());
        this.url = ConnectionUrl.forDriver(named, address.url());
      }
      case DatabaseSource.Given given -> {
        this.url = urlOf(given);
        this.named = serverOf(url);
      }
    }
  }

  DatabaseSource source() {
    return source;
  }

  private static String urlOf(DatabaseSource.Given given) {
    try (Connection connection = given.dataSource().getConnection()) {
      return connection.getMetaData().getURL();
    } catch (SQLException e) {
      throw new UnavailableException(
          "the data source of the application opens no connection (SQL state "
              + e.getSQLState()
              + "); check its settings and its database",
          e);
    }
  }

  private static Dialect serverOf(String url) {
    Dialect dialect = Dialect.of(url);
    if (dialect == Dialect.H2) {
      throw new InvalidInputException(
          "the data source of the application is on the embedded database '"
              + ConnectionUrl.withoutSecrets(url)
              + "', which needs connections of its own; pass the URL instead, or use PostgreSQL or"
              + " MariaDB");
    }
    return dialect;
  }

  /**
   * The connections to an open database.
   *
   * @param pool for all statements
   * @param keyed a few connections for statements that find their rows only by key, with {@link
   *     ConnectionUrl.Plans#KEPT}; null where the connections have no such plans
   * @param listening opens the connection that receives notifications; null if this process
   *     receives none and polls instead
   */
  record Connections(
      ConnectionPool pool, @Nullable ConnectionPool keyed, @Nullable DataSource listening) {}

  /**
   * An open database.
   *
   * @param product name and version of the database server
   * @param url the URL for the driver
   * @param file the file of an embedded database
   * @param isAlone whether no other process or connection uses the database
   */
  record Opened(
      Dialect dialect,
      String product,
      String url,
      Connections connections,
      EmbeddedFile file,
      boolean isAlone)
      implements AutoCloseable {

    ConnectionPool pool() {
      return connections.pool();
    }

    @Override
    public void close() {
      pool().close();
      if (connections.keyed() != null) {
        connections.keyed().close();
      }
      file.close();
    }
  }

  /** Work with the file of an embedded database. */
  @FunctionalInterface
  private interface FileUse<T> {
    T with(EmbeddedFile file) throws SQLException;
  }

  /** Upgrades the tables and opens the database. */
  Opened run(int connections) {
    return using(file -> open(connections, file));
  }

  /** Upgrades the tables, closes the database, and returns the migrations that were run. */
  List<StoreReport.Migration> upgrade() {
    return using(file -> {
      DataSource single = connectionsOf(source);
      List<StoreReport.Migration> done;
      try (Connection first = single.getConnection()) {
        Dialect dialect = found(first).dialect();
        DataSource direct = direct(dialect);
        done = upgrade(dialect, direct == null ? single : direct);
      }
      file.close();
      return done;
    });
  }

  private List<StoreReport.Migration> upgrade(Dialect dialect, DataSource upgraded)
      throws SQLException {
    return new UpgradeTables(dialect, upgraded, options.tables(), databaseAddress()).run();
  }

  private <T> T using(FileUse<T> use) {
    EmbeddedFile file = EmbeddedFile.use(named, url);
    try {
      return translating(use, file);
    } catch (StackOverflowError e) {
      file.close();
      throw new InvalidInputException(
          "the database file of '"
              + ConnectionUrl.databaseAddress(url)
              + "' is damaged: its references form a cycle. Restore a backup of the data"
              + " folder",
          e);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The facts about the database before its tables are upgraded. */
  private record Found(
      Dialect dialect,
      String product,
      boolean isAlone,
      boolean isPooled,
      SessionSettings settings) {}

  private <T> T translating(FileUse<T> use, EmbeddedFile file) {
    try {
      return use.with(file);
    } catch (SQLException e) {
      throw refused(e);
    } catch (FlywayException e) {
      SQLException cause = SqlErrors.in(e);
      if (cause != null && SqlErrors.isUnavailable(cause)) {
        throw refused(cause);
      }
      throw new InvalidInputException(
          "the tables in "
              + databaseAddress()
              + " cannot be updated to this release: "
              + firstLine(e),
          e);
    }
  }

  private Opened open(int connections, EmbeddedFile file) throws SQLException {
    DataSource single = connectionsOf(source);
    Found found;
    try (Connection first = single.getConnection()) {
      found = found(first);
      if (source instanceof DatabaseSource.Address) {
        // This connection keeps an embedded database open until the pool has connections.
        return open(connections, file, single, found);
      }
    }
    // The pool of the application may be small, and migrations need two connections.
    return open(connections, file, single, found);
  }

  private Found found(Connection first) throws SQLException {
    DatabaseMetaData meta = first.getMetaData();
    Dialect dialect = checkedDialect(meta);
    checkEncoding(dialect, first);
    if (dialect == Dialect.H2) {
      PrivateDatabaseFile.restrict(first);
    }
    return new Found(
        dialect,
        meta.getDatabaseProductName() + " " + version(meta),
        dialect == Dialect.H2 && isOnlySession(first),
        dialect == Dialect.POSTGRES && PostgresPooler.isBehind(first),
        SessionSettings.of(dialect, first));
  }

  private Opened open(int connections, EmbeddedFile file, DataSource single, Found found)
      throws SQLException {
    Dialect dialect = found.dialect();
    DataSource direct = direct(dialect);
    upgrade(dialect, direct == null ? single : direct);
    DataSource listening = direct == null && !found.isPooled() ? single : direct;
    return new Opened(
        dialect,
        found.product(),
        url,
        new Connections(pool(connections, found), keyed(found), listening(dialect, listening)),
        file,
        found.isAlone());
  }

  /** Returns a source of connections that are used one at a time and may pass a pooler. */
  DataSource connectionsOf(DatabaseSource from) {
    return switch (from) {
      case DatabaseSource.Address address -> address.singleConnections(named, Plans.NOT_PREPARED);
      case DatabaseSource.Given given -> given.dataSource();
    };
  }

  /**
   * Returns the connections that avoid the pooler in front of the database; null if the options
   * name none.
   */
  @Nullable DataSource direct(Dialect dialect) throws SQLException {
    if (options.direct() == null || dialect != Dialect.POSTGRES) {
      return null;
    }
    DataSource direct = connectionsOf(options.direct());
    try (Connection connection = direct.getConnection()) {
      if (PostgresPooler.isBehind(connection)) {
        throw new InvalidInputException(
            "the direct URL leads to a pooler; it must lead to the server of "
                + databaseAddress()
                + " itself");
      }
    }
    return direct;
  }

  private @Nullable DataSource listening(Dialect dialect, @Nullable DataSource possible) {
    if (dialect != Dialect.POSTGRES || options.polls()) {
      return null;
    }
    if (possible == null) {
      LOG.info(
          "notifications are polled, because a pooler is in front of the database; set"
              + " store-direct-url to receive them: database={}",
          databaseAddress());
    }
    return possible;
  }

  private ConnectionPool pool(int connections, Found found) throws SQLException {
    Dialect dialect = found.dialect();
    return switch (source) {
      case DatabaseSource.Address address ->
          new OwnConnectionPool(
              dialect,
              connections,
              address.singleConnections(
                  dialect, found.isPooled() ? Plans.NOT_PREPARED : Plans.CREATED_EACH_TIME));
      case DatabaseSource.Given given -> {
        ConnectionPool pool =
            new GivenConnectionPool(given.dataSource(), options.poolSize(), found.settings());
        checkCounts(dialect, pool);
        yield pool;
      }
    };
  }

  private @Nullable ConnectionPool keyed(Found found) {
    Dialect dialect = found.dialect();
    return dialect == Dialect.POSTGRES
            && !found.isPooled()
            && source instanceof DatabaseSource.Address address
        ? new OwnConnectionPool(dialect, KEYED, address.singleConnections(dialect, Plans.KEPT))
        : null;
  }

  /**
   * Refuses connections that do not report how many rows each statement of a batch has changed,
   * because a claim that was lost would not be noticed.
   */
  private void checkCounts(Dialect dialect, ConnectionPool pool) throws SQLException {
    if (dialect == Dialect.POSTGRES) {
      return;
    }
    RowBatch none =
        new RowBatch(
            options
                .tables()
                .in("UPDATE baton_leadership SET token = token WHERE election = ? AND 1 = 0"));
    none.add("a");
    none.add("b");
    int[] counts = pool.run(none::execute);
    if (counts[0] != 0) {
      throw new InvalidInputException(
          "the data source of the application does not report how many rows a batch has changed;"
              + " set useBulkStmts=false in the URL of MariaDB's driver");
    }
  }

  static String firstLine(FlywayException e) {
    String message = String.valueOf(e.getMessage()).strip();
    return message.lines().findFirst().orElse("");
  }

  String databaseAddress() {
    return ConnectionUrl.databaseAddress(url);
  }

  /** The URL as the options have it, without user, password and other options. */
  String urlWithoutOptions() {
    return ConnectionUrl.withoutOptions(
        source instanceof DatabaseSource.Address address ? address.url() : url);
  }

  static String version(DatabaseMetaData meta) throws SQLException {
    return meta.getDatabaseProductVersion().split("[ -]")[0];
  }

  Dialect checkedDialect(DatabaseMetaData meta) throws SQLException {
    String product = meta.getDatabaseProductName();
    Dialect dialect =
        named == Dialect.MARIADB && product.toLowerCase(Locale.ROOT).contains("mysql")
            ? Dialect.MYSQL
            : named;
    int major = meta.getDatabaseMajorVersion();
    int minor = meta.getDatabaseMinorVersion();
    boolean isOld =
        switch (dialect) {
          case H2 -> false;
          case POSTGRES -> major < 12;
          case MARIADB -> major < 10 || (major == 10 && minor < 6);
          case MYSQL -> major < 8;
        };
    if (isOld) {
      throw new InvalidInputException(
          product
              + " "
              + version(meta)
              + " at "
              + databaseAddress()
              + " is too old; use PostgreSQL 12, MariaDB 10.6, MySQL 8.0, or a later version");
    }
    return dialect;
  }

  private static boolean isOnlySession(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS")) {
      return row.next() && row.getInt(1) == 1;
    }
  }

  /**
   * Refuses encodings that cannot store all text, because such text would be lost and the jobs that
   * contain it would fail.
   */
  void checkEncoding(Dialect dialect, Connection connection) throws SQLException {
    String query =
        switch (dialect) {
          case H2 -> "";
          case POSTGRES -> "SHOW server_encoding";
          // The tables define their own character set, so the character set of the database does
          // not matter.
          case MARIADB, MYSQL -> "SELECT @@character_set_connection";
        };
    if (query.isEmpty()) {
      return;
    }
    String wanted = dialect == Dialect.POSTGRES ? "UTF8" : "utf8mb4";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      String found = row.next() ? row.getString(1) : "unknown";
      if (!wanted.equals(found)) {
        throw new InvalidInputException(
            "the encoding of the database at "
                + databaseAddress()
                + " is '"
                + found
                + "'; allowed: "
                + wanted
                + ". Create another database, for example: CREATE DATABASE baton ENCODING 'UTF8'"
                + " TEMPLATE template0");
      }
    }
  }

  BatonException refused(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String user =
        source instanceof DatabaseSource.Address address && address.user() != null
            ? address.user()
            : "";
    if (state.startsWith("28") || WRONG_PASSWORD_CODES.contains(e.getErrorCode())) {
      return new ForbiddenException(
          "the database at "
              + databaseAddress()
              + " refused user '"
              + user
              + "'; check user and password",
          e);
    }
    if (e.getErrorCode() == H2_IN_USE) {
      // The error is not retryable, because the other process keeps the file as long as it runs.
      return new ConflictException(
          "the database file "
              + databaseAddress()
              + " is in use by another process; stop that process, or use PostgreSQL or MariaDB"
              + " for several processes",
          e);
    }
    if (state.equals(REFUSED_BY_POOLER)) {
      return new UnavailableException(
          "the pooler in front of the database at "
              + databaseAddress()
              + " refuses connections: its server does not answer, or it refuses a parameter; the"
              + " setting 'ignore_startup_parameters' of PgBouncer must contain"
              + " extra_float_digits",
          e);
    }
    if (state.startsWith("3D") || e.getErrorCode() == 1049) {
      return new InvalidInputException(
          "there is no database at " + databaseAddress() + "; create it first", e);
    }
    if (SqlErrors.isReadOnly(e)) {
      return (UnavailableException) SqlErrors.translated(e, databaseAddress());
    }
    return new UnavailableException(
        "the database at "
            + databaseAddress()
            + " cannot be opened; check that it runs there ("
            + e.getClass().getSimpleName()
            + ", SQL state "
            + state
            + ")",
        e);
  }
}
