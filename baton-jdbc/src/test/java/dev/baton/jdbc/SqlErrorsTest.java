// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlErrorsTest {

  /**
   * The codes that MariaDB reports when its disk is full, depending on the part that notices it.
   */
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

  @ParameterizedTest
  @ValueSource(strings = {"25P03", "25P04", "0A000", "42501", "26000", "25P02", "99999"})
  void error_thatMayBeGoneNextTime_isNoRefusal(String state) {
    SQLException error = new SQLException("perhaps later", state);
    assertThat(SqlErrors.translated(error, "here"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining(state);
  }

  /**
   * MariaDB's codes for a killed query, a time limit, an error during commit, and a lack of memory.
   */
  @ParameterizedTest
  @ValueSource(ints = {1317, 1969, 1180, 1037, 1041, 1206})
  void error_ofMariaDbThatMayBeGoneNextTime_isNoRefusal(int code) {
    SQLException error = new SQLException("perhaps later", code == 1969 ? "70100" : "HY000", code);
    assertThat(SqlErrors.translated(error, "here")).isInstanceOf(UnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"22001", "22003", "22021", "23502", "23514"})
  void error_aboutAValue_isARefusal(String state) {
    SQLException error = new SQLException("not this value", state);
    assertThat(SqlErrors.translated(error, "here")).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void error_ofAStatementThatTookTooLong_saysSoWithoutACode() {
    SQLException stopped = new SQLException("canceling statement", "57014");
    assertThat(SqlErrors.translated(stopped, "here"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("took too long")
        .hasMessageNotContaining("57014");
  }

  @Test
  void commit_thatFails_isOfUnknownOutcome() {
    SQLException error = new SQLException("not this value", "23514");
    assertThat(SqlErrors.translatedCommit(error, "here")).isInstanceOf(UnavailableException.class);
  }
}
