// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TableNamesTest {

  private static final String STATEMENT =
      "SELECT nextval('baton_event_batch_number_seq') FROM baton_job AS job";

  @Test
  void statement_byDefault_isUnchanged() {
    assertThat(TableNames.DEFAULT.in(STATEMENT)).isSameAs(STATEMENT);
  }

  @Test
  void statement_ofAnotherPrefixAndSchema_namesTheTables() {
    TableNames names = TableNames.DEFAULT.withPrefix("acme_").withSchema("jobs");
    assertThat(names.in("SELECT nextval('baton_event_batch_number_seq') FROM baton_job AS job"))
        .isEqualTo("SELECT nextval('jobs.acme_event_batch_number_seq') FROM jobs.acme_job AS job");
    assertThat(names.in("SELECT not_baton_job, 'baton_'"))
        .isEqualTo("SELECT not_baton_job, 'baton_'");
  }

  @ParameterizedTest
  @EnumSource(
      value = SQLDialect.class,
      names = {"POSTGRES", "MARIADB", "MYSQL"})
  void statement_ofJooq_namesTheTables(SQLDialect dialect) {
    Settings settings = new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER);
    Configuration configuration = new DefaultConfiguration().set(dialect).set(settings);
    TableNames.DEFAULT.withPrefix("acme_").withSchema("jobs").applyTo(configuration);
    DSLContext sql = DSL.using(configuration);
    assertThat(sql.render(sql.deleteFrom(JobTable.JOB))).isEqualTo("delete from jobs.acme_job");
    assertThat(sql.render(sql.update(JobTable.JOB).set(JobTable.SEQ, 1L)))
        .startsWith("update jobs.acme_job set ");
    assertThat(sql.render(sql.selectOne().from(JobTable.JOB))).endsWith(" from jobs.acme_job");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Acme_", "9a", "_a", "a b", "a;drop table job", "a\"", "a.b", "ä_", "a\n"})
  void prefix_thatNeedsQuotes_isRefused(String prefix) {
    assertThatThrownBy(() -> TableNames.DEFAULT.withPrefix(prefix))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the table prefix is '" + prefix + "'; allowed: 1 to 30 lower-case");
  }

  @Test
  void prefix_ofMoreThan30Characters_isRefused() {
    assertThat(TableNames.DEFAULT.withPrefix("a".repeat(30)).qualifier()).hasSize(30);
    assertThatThrownBy(() -> TableNames.DEFAULT.withPrefix("a".repeat(31)))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Jobs", "pg_jobs", "a-b", "a.b"})
  void schema_thatNeedsQuotesOrIsReserved_isRefused(String schema) {
    assertThatThrownBy(() -> TableNames.DEFAULT.withSchema(schema))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the schema is '" + schema + "'; allowed: 1 to 48 lower-case");
  }

  @Test
  void schema_ofAnEmbeddedDatabase_isRefused() {
    JdbcBackend.Options options = JdbcBackend.Options.of("jdbc:h2:mem:schema");
    assertThatThrownBy(() -> options.withSchema("jobs"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("remove the schema, or use PostgreSQL or MariaDB");
  }
}
