// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names the spans of statements as jOOQ and this module write them. */
final class StatementSummaryTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "insert into \"baton_job\" (\"id\") values (?) | false | INSERT baton_job",
        "insert into \"baton_job\" (\"id\") values (?) | true | BATCH INSERT baton_job",
        "update `job` set `state` = ? where `id` = ? | false | UPDATE job",
        "select 1 from (select \"id\" from \"s\".\"job\") for update | false | SELECT s.job",
        "with a as (select * from job) update claim set x = 1 | false | WITH job",
        "commit | false | COMMIT",
        "~~ | true | BATCH"
      })
  void statement_isNamedByItsOperationAndItsFirstTable(
      String sql, boolean isBatch, String expected) {
    assertThat(StatementSummary.of(sql, isBatch).text()).isEqualTo(expected);
  }
}
