// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.baton.error.BatonException;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.jdbc.ConnectionUrl.Plans;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Connects to a database, checks its product, version and encoding, and upgrades its tables. */
final class OpenDatabase {

  // The error codes for a wrong user or password: 28000 of H2, 1045 and 1044 of MariaDB. For
  // PostgreSQL, class 28 of the SQL state shows the same.
  private static final Set<Integer> WRONG_PASSWORD_CODES = Set.of(28000, 1045, 1044);

  /** The number of connections with {@link ConnectionUrl.Plans#KEPT}. */
  static final int KEYED = 6;

  private static final int H2_IN_USE = 90020;
  private static final String TRUSTED = "com.zaxxer.hikari.aliveBypassWindowMs";

  private final JdbcBackend.Options options;
  private final String url;
  private final Dialect named;

  OpenDatabase(JdbcBackend.Options options) {
    this.options = options;
    this.named = Dialect.of(options.url());
    this.url = ConnectionUrl.forDriver(named, options.url());
  }

  /**
   * An open database.
   *
   * @param product name and version of the database server
   * @param keyed a pool of a few connections for statements that find their rows only by key, with
   *     {@link ConnectionUrl.Plans#KEPT}; the same as {@code pool} on databases without this choice
   * @param single opens connections outside the pool
   * @param file the file of an embedded database
   * @param isAlone whether no other process or connection uses the database
   */
  record Opened(
      Dialect dialect,
      String product,
      HikariDataSource pool,
      HikariDataSource keyed,
      DataSource single,
      EmbeddedFile file,
      boolean isAlone)
      implements AutoCloseable {

    @Override
    public void close() {
      pool.close();
      keyed.close();
      file.close();
    }
  }

  Opened run(int connections) {
    EmbeddedFile file = EmbeddedFile.use(named, url);
    try {
      return run(connections, file);
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

  private Opened run(int connections, EmbeddedFile file) {
    DataSource single = new Single(Plans.CREATED_EACH_TIME);
    // This connection keeps an embedded database open until the pool has connections.
    try (Connection first = single.getConnection()) {
      DatabaseMetaData meta = first.getMetaData();
      Dialect dialect = checkedDialect(meta);
      checkEncoding(dialect, first);
      if (dialect == Dialect.H2) {
        PrivateDatabaseFile.restrict(first);
      }
      boolean isAlone = dialect == Dialect.H2 && isOnlySession(first);
      new UpgradeTables(dialect, single, options.tables(), databaseAddress()).run();
      String product = meta.getDatabaseProductName() + " " + version(meta);
      HikariDataSource pool = pool(dialect, connections, single);
      HikariDataSource keyed =
          dialect == Dialect.POSTGRES ? pool(dialect, KEYED, new Single(Plans.KEPT)) : pool;
      return new Opened(dialect, product, pool, keyed, single, file, isAlone);
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

  private static String firstLine(FlywayException e) {
    String message = String.valueOf(e.getMessage()).strip();
    return message.lines().findFirst().orElse("");
  }

  private String databaseAddress() {
    return ConnectionUrl.databaseAddress(url);
  }

  private static String version(DatabaseMetaData meta) throws SQLException {
    return meta.getDatabaseProductVersion().split("[ -]")[0];
  }

  private Dialect checkedDialect(DatabaseMetaData meta) throws SQLException {
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
  private void checkEncoding(Dialect dialect, Connection connection) throws SQLException {
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

  private static HikariDataSource pool(Dialect dialect, int connections, DataSource source) {
    if (System.getProperty(TRUSTED) == null) {
      // By default, the pool tests each connection that was idle for half a second before it is
      // used. These tests are most of the traffic of an idle process, so the limit is raised. The
      // pool reads the limit only from this system property. A dead connection is noticed when a
      // statement fails on it, and is replaced.
      System.setProperty(TRUSTED, String.valueOf(Duration.ofSeconds(30).toMillis()));
    }
    HikariConfig config = new HikariConfig();
    config.setPoolName("baton-jdbc");
    config.setDataSource(source);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(Math.min(2, connections - 1));
    config.setIdleTimeout(Duration.ofMinutes(2).toMillis());
    config.setConnectionTimeout(Duration.ofSeconds(8).toMillis());
    config.setValidationTimeout(Duration.ofSeconds(3).toMillis());
    config.setInitializationFailTimeout(-1);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    if (dialect == Dialect.MARIADB || dialect == Dialect.MYSQL) {
      // Local times are ambiguous when clocks are set back, so the session uses UTC. Without a
      // limit, a wait for a lock may be endless.
      config.setConnectionInitSql("SET time_zone = '+00:00', innodb_lock_wait_timeout = 10");
    }
    return new HikariDataSource(config);
  }

  private BatonException refused(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String user = options.user() == null ? "" : options.user();
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

  /** Opens connections outside the pool. */
  private final class Single implements DataSource {
    private final Plans plans;

    Single(Plans plans) {
      this.plans = plans;
    }

    @Override
    public Connection getConnection() throws SQLException {
      return getConnection(options.user(), options.password());
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password)
        throws SQLException {
      Properties properties = ConnectionUrl.properties(named, plans);
      if (user != null) {
        properties.setProperty("user", user);
      }
      if (password != null) {
        properties.setProperty("password", password);
      }
      return DriverManager.getConnection(url, properties);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
      // Seconds that the pool, when it is closed, waits for connections that are being opened.
      return 8;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      if (type.isInstance(this)) {
        return type.cast(this);
      }
      throw new SQLException("the data source cannot be unwrapped as '" + type.getName() + "'");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return type.isInstance(this);
    }
  }
}
