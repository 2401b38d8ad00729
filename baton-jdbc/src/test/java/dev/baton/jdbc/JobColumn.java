// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.job.JobId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** A column of a job, which tests read and damage without the store. */
record JobColumn(String name) {

  private static final String KEY = "(SELECT seq FROM baton_job WHERE id = ?)";

  private List<String> tables() {
    boolean isStatus = StatusTable.STATUS.stream().map(Field::getName).anyMatch(name::equals);
    return isStatus || name.equals("phase")
        ? List.of("baton_active_job", "baton_finished_job")
        : List.of("baton_job");
  }

  private static String ofJob(String table) {
    return table.equals("baton_job") ? " WHERE seq = " + KEY : " WHERE job_seq = " + KEY;
  }

  @Nullable String get(Connection connection, JobId job) throws SQLException {
    for (String table : tables()) {
      try (PreparedStatement select =
          connection.prepareStatement("SELECT " + name + " FROM " + table + ofJob(table))) {
        select.setString(1, job.uuid());
        try (ResultSet row = select.executeQuery()) {
          if (row.next()) {
            return row.getString(1);
          }
        }
      }
    }
    throw new AssertionError(job + " has no column " + name);
  }

  /**
   * Sets the column.
   *
   * @param value SQL, such as a text in quotation marks, or a question mark with one parameter
   */
  void set(Connection connection, JobId job, String value, @Nullable String... parameters)
      throws SQLException {
    int changed = 0;
    for (String table : tables()) {
      try (PreparedStatement update =
          connection.prepareStatement(
              "UPDATE " + table + " SET " + name + " = " + value + ofJob(table))) {
        int place = 1;
        for (String parameter : parameters) {
          update.setString(place++, parameter);
        }
        update.setString(place, job.uuid());
        changed += update.executeUpdate();
      }
    }
    if (changed != 1) {
      throw new AssertionError(changed + " rows of " + job + " were changed");
    }
  }
}
