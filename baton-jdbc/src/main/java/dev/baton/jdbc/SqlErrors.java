// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Classifies an {@link SQLException} by its state, vendor code or class. */
final class SqlErrors {

  private static final Set<String> DUPLICATE = Set.of("23505");
  private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01", "HYT00", "55P03");
  // The SQL states of PostgreSQL that mean a lost connection: the server shut down, crashed, was
  // stopped by an administrator, or ended an idle connection.
  private static final Set<String> LOST = Set.of("57P01", "57P02", "57P05");
  // The error codes after which a transaction is repeated. MariaDB: deadlock, lock wait timeout,
  // record changed since last read. MySQL: NOWAIT found a lock.
  private static final Set<Integer> ROLLED_BACK_CODES = Set.of(1213, 1205, 1020, 3572);
  // MariaDB's error code for a row that a unique index refuses.
  private static final int DUPLICATE_CODE = 1062;
  // The error codes that mean an unavailable database. H2: I/O error, closed, broken, or locked
  // database. MariaDB: killed, shutting down, too many connections.
  private static final Set<Integer> LOST_CODES =
      Set.of(90007, 90020, 90028, 90031, 90067, 90098, 90121, 1927, 1053, 1040);
  // The SQL state of PostgreSQL and H2, and the error codes of MariaDB and MySQL, for a statement
  // that was cancelled or took too long.
  private static final Set<String> CANCELLED = Set.of("57014");
  private static final Set<Integer> CANCELLED_CODES = Set.of(1317, 1969, 3024);
  private static final Set<Integer> READ_ONLY_CODES = Set.of(1290, 1836, 90097);
  // The error codes of MariaDB that mean an unavailable database because of its disk, all with the
  // same SQL state: cannot write a file, disk full, write error, error of the storage engine, table
  // full (also reported when the disk is full).
  private static final Set<Integer> DISK_CODES = Set.of(3, 1021, 1026, 1030, 1114);
  // The classes of SQL states that mean an unavailable database: connection errors, lack of
  // resources, operator intervention, system errors, and errors of a standby.
  private static final Set<String> LOST_CLASSES = Set.of("08", "53", "57", "58", "XX");

  // PostgreSQL's SQL state for a missing privilege. It does not count as a wrong statement, because
  // an administrator may be changing privileges.
  private static final String NO_RIGHTS = "42501";
  // MariaDB: a command on a table, on a column.
  private static final Set<Integer> NO_RIGHTS_CODES = Set.of(1142, 1143);

  private SqlErrors() {}

  /** A unique index refused a row, and the transaction was rolled back. */
  static final class DuplicateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DuplicateException(Throwable cause) {
      super(cause);
    }
  }

  static @Nullable SQLException in(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  /**
   * Whether the database rolled the transaction back because of other transactions, so that the
   * transaction may be repeated.
   */
  static boolean isRolledBack(SQLException e) {
    return ROLLED_BACK.contains(state(e)) || ROLLED_BACK_CODES.contains(e.getErrorCode());
  }

  static boolean isDuplicate(SQLException e) {
    for (SQLException at = e; at != null; at = at.getNextException()) {
      if (DUPLICATE.contains(state(at))
          || (state(at).startsWith("23") && at.getErrorCode() == DUPLICATE_CODE)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the connection is unusable. The database has rolled back its open transaction, if there
   * was one.
   */
  static boolean isConnectionLost(SQLException e) {
    return state(e).startsWith("08") || LOST.contains(state(e));
  }

  static boolean isUnavailable(SQLException e) {
    String state = state(e);
    return e instanceof SQLTransientConnectionException
        || e instanceof SQLNonTransientConnectionException
        || e instanceof SQLRecoverableException
        || LOST_CODES.contains(e.getErrorCode())
        || (state.equals("HY000") && DISK_CODES.contains(e.getErrorCode()))
        || isReadOnly(e)
        || (state.length() >= 2 && LOST_CLASSES.contains(state.substring(0, 2)));
  }

  /**
   * Whether the database server is a standby or was made read-only, or the file of an H2 database
   * is read-only.
   */
  static boolean isReadOnly(SQLException e) {
    return state(e).equals("25006") || READ_ONLY_CODES.contains(e.getErrorCode());
  }

  /** Whether the user lacks a right at a table. */
  static boolean isRightMissing(SQLException e) {
    return state(e).equals(NO_RIGHTS) || NO_RIGHTS_CODES.contains(e.getErrorCode());
  }

  /** Whether the database cancelled the statement, because its timeout ended or on request. */
  static boolean isCancelled(SQLException e) {
    return e instanceof SQLTimeoutException
        || CANCELLED.contains(state(e))
        || CANCELLED_CODES.contains(e.getErrorCode());
  }

  /** Returns the exception that callers of a port get. */
  static RuntimeException translated(SQLException e, String place) {
    if (isDuplicate(e)) {
      return new DuplicateException(e);
    }
    if (isRolledBack(e)) {
      return new UnavailableException("the database at " + place + " is too busy; try again", e);
    }
    if (isReadOnly(e)) {
      return new UnavailableException(
          "the database at "
              + place
              + " is read-only: a standby, or a primary that was switched to read-only; Baton waits"
              + " until it can be written",
          e);
    }
    if (isCancelled(e)) {
      return new UnavailableException(
          "the database at "
              + place
              + " is busy: it stopped a statement that took too long; try again, or ask for less",
          e);
    }
    String state = state(e);
    if (state.equals("22001")) {
      return new InvalidInputException("a text is too long for the database at " + place, e);
    }
    if (!isUnavailable(e) && (state.startsWith("22") || state.startsWith("23"))) {
      return new InvalidInputException(
          "the database at " + place + " cannot store a value (SQL state " + state + ")", e);
    }
    if (!isUnavailable(e) && isMistake(state)) {
      return new IllegalStateException(
          "the database at " + place + " refused a statement (SQL state " + state + ")", e);
    }
    // Unknown errors count as unavailable too, because the same statement may succeed later.
    return new UnavailableException("the database at " + place + " does not answer" + shown(e), e);
  }

  /** Returns the exception for a failed commit: the change may be stored, whatever the error is. */
  static RuntimeException translatedCommit(SQLException e, String place) {
    return new UnavailableException(
        "a commit in the database at "
            + place
            + " failed; it is unknown whether the change was stored"
            + shown(e),
        e);
  }

  /**
   * Whether the statement is wrong or the tables are not the tables of this release of Baton. A
   * lack of privileges does not count.
   */
  private static boolean isMistake(String state) {
    return state.startsWith("42") && !state.equals(NO_RIGHTS);
  }

  private static String shown(SQLException e) {
    return " (SQL state " + state(e) + ", code " + e.getErrorCode() + ")";
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
