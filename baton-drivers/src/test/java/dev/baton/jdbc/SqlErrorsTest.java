// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.error.UnavailableException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlErrorsTest {

  /** What MariaDB says when its disk is full, depending on who notices it. */
  @ParameterizedTest
  @ValueSource(ints = {3, 1021, 1026, 1030, 1114})
  void error_whenTheDiskIsFull_meansThatTheDatabaseIsUnavailable(int code) {
    SQLException full = new BatchUpdateException("The table 'job' is full", "HY000", code, null);
    assertThat(SqlErrors.translated(full, "here")).isInstanceOf(UnavailableException.class);
  }

  @Test
  void error_whenTheDatabaseRefusesAStatement_isNoOutage() {
    SQLException refused = new SQLException("no such column", "42S22", 1054);
    assertThat(SqlErrors.translated(refused, "here")).isInstanceOf(IllegalStateException.class);
  }
}
