// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import dev.baton.testkit.contract.AllBackendContracts;
import dev.baton.testkit.server.PgBouncerServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * All contracts through PgBouncer in transaction mode, without a direct URL, and with tables that
 * have another prefix in another schema.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("integration")
final class PgBouncerBackendTest extends AllBackendContracts {

  private static final String SCHEMA = "jobs";
  private static final DatabasePool DATABASES =
      new DatabasePool(() -> PgBouncerServer.shared().newDatabase(), usual -> SCHEMA);

  @Override
  protected JdbcFixture newFixture() {
    return JdbcFixture.server(
        DATABASES, options -> options.withTablePrefix("acme_").withSchema(SCHEMA));
  }
}
