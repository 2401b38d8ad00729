// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.error.InvalidInputException;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;

/** Prepares a JDBC URL for the driver, and for display without secrets. */
final class ConnectionUrl {

  private static final Pattern SECRET =
      Pattern.compile("(?i)((?:password|passwd|pwd|cipher|key)[a-z]*=)[^;&]*");
  private static final Pattern USER_INFO = Pattern.compile("//[^/@]*@");

  /**
   * The socket timeout of the database drivers: a connection fails if the database server does not
   * answer for this time.
   */
  private static final int SOCKET_TIMEOUT_SECONDS = 20;

  private ConnectionUrl() {}

  static String withoutSecrets(String url) {
    String hidden = SECRET.matcher(url).replaceAll("$1…");
    return USER_INFO.matcher(hidden).replaceAll("//…@");
  }

  /** Returns only the kind of the database and its address. */
  static String withoutOptions(String url) {
    return withoutSecrets(url).replaceFirst("[?;].*$", "");
  }

  /** Returns only host, port and database, or the file. */
  static String databaseAddress(String url) {
    return withoutOptions(url).replaceFirst("^jdbc:[a-z0-9]+:(file:|//)?", "");
  }

  static boolean isInMemory(String url) {
    return url.startsWith("jdbc:h2:mem:");
  }

  static boolean isEncrypted(String url) {
    return url.toUpperCase(Locale.ROOT).contains(";CIPHER=");
  }

  /** Adds to the URL the options that Baton needs of an embedded database. */
  static String forDriver(Dialect dialect, String url) {
    return switch (dialect) {
      case H2 -> embedded(url);
      case POSTGRES -> url;
      // MariaDB's driver works with MariaDB and MySQL but accepts only its own scheme. Therefore
      // the scheme is replaced.
      case MARIADB, MYSQL -> url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    };
  }

  private static String embedded(String url) {
    String databaseAddress = url.substring("jdbc:h2:".length()).toLowerCase(Locale.ROOT);
    boolean embedded =
        databaseAddress.startsWith("file:")
            || databaseAddress.startsWith("mem:")
            || databaseAddress.startsWith("/")
            || databaseAddress.startsWith("./")
            || databaseAddress.startsWith("~/");
    if (!embedded || databaseAddress.contains("auto_server=true")) {
      throw new InvalidInputException(
          "'"
              + withoutSecrets(url)
              + "' is not an embedded H2 database; expected jdbc:h2:file:/folder/name. For several"
              + " processes use PostgreSQL or MariaDB");
    }
    return url
        + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0"
        + (isInMemory(url) ? ";DB_CLOSE_DELAY=-1" : "");
  }

  /**
   * When PostgreSQL plans a statement: at each call, or once. Other databases do not offer the
   * choice.
   */
  enum Plans {
    /**
     * Prepares no statements on the server, and sets nothing in the session. For connections that
     * may pass a pooler, where each transaction may run in another session.
     */
    NOT_PREPARED(""),
    /**
     * Plans a statement at each call. Otherwise PostgreSQL would keep a plan that it made while the
     * tables were small, and such a plan is slow when they are large.
     */
    CREATED_EACH_TIME("-c plan_cache_mode=force_custom_plan"),
    /**
     * Plans a statement once. For statements that find all rows by key, whose planning takes longer
     * than their execution. The options allow only plans that use an index, because PostgreSQL
     * would not use an index while the tables are small.
     */
    KEPT(
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off"
            + " -c enable_hashjoin=off -c enable_mergejoin=off");

    private final String options;

    Plans(String options) {
      this.options = options;
    }
  }

  /**
   * Returns properties with which the driver notices that the database server is gone, and executes
   * batches fast.
   */
  static Properties properties(Dialect dialect, Plans plans) {
    Properties properties = new Properties();
    switch (dialect) {
      case H2 -> {}
      case POSTGRES -> {
        properties.setProperty("ApplicationName", "baton");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("tcpKeepAlive", "true");
        if (plans == Plans.NOT_PREPARED) {
          properties.setProperty("prepareThreshold", "0");
        } else {
          properties.setProperty("options", plans.options);
        }
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "8");
        properties.setProperty("socketTimeout", String.valueOf(SOCKET_TIMEOUT_SECONDS));
      }
      case MARIADB, MYSQL -> {
        properties.setProperty("connectTimeout", "5000");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("socketTimeout", String.valueOf(SOCKET_TIMEOUT_SECONDS * 1000));
        // Bulk updates do not report which rows they changed. Fencing needs the number of changed
        // rows of each statement, so bulk updates are off.
        properties.setProperty("useBulkStmts", "false");
        properties.setProperty("useBulkStmtsForInserts", "true");
      }
    }
    return properties;
  }
}
