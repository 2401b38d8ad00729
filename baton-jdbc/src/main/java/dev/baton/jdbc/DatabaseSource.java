// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where connections to a database come from. */
sealed interface DatabaseSource {

  /** A JDBC URL. Baton opens and closes the connections. */
  record Address(String url, @Nullable String user, @Nullable String password)
      implements DatabaseSource {

    /** Omits the password. */
    @Override
    public String toString() {
      return "Address[url=" + ConnectionUrl.withoutSecrets(url) + ", user=" + user + "]";
    }

    /** Returns a source of connections outside any pool. */
    DataSource singleConnections(Dialect dialect, ConnectionUrl.Plans plans) {
      return new SingleConnections(this, dialect, plans);
    }
  }

  /** A data source of the application, which closes it. */
  record Given(DataSource dataSource) implements DatabaseSource {}

  /** Opens connections outside the pool. */
  final class SingleConnections implements DataSource {
    private final Address address;
    private final Dialect dialect;
    private final ConnectionUrl.Plans plans;

    private SingleConnections(Address address, Dialect dialect, ConnectionUrl.Plans plans) {
      this.address = address;
      this.dialect = dialect;
      this.plans = plans;
    }

    @Override
    public Connection getConnection() throws SQLException {
      return getConnection(address.user(), address.password());
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password)
        throws SQLException {
      Properties properties = ConnectionUrl.properties(dialect, plans);
      if (user != null) {
        properties.setProperty("user", user);
      }
      if (password != null) {
        properties.setProperty("password", password);
      }
      return DriverManager.getConnection(
          ConnectionUrl.forDriver(dialect, address.url()), properties);
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
