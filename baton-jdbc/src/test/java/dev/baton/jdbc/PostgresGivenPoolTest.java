// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import dev.baton.testkit.contract.AllBackendContracts;
import dev.baton.testkit.server.PostgresServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * All contracts with small connection pools of an application, and with tables that have another
 * prefix in another schema.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("integration")
@Tag("exhaustive")
final class PostgresGivenPoolTest extends AllBackendContracts {

  private static final String SCHEMA = "jobs";
  private static final DatabasePool DATABASES =
      new DatabasePool(() -> PostgresServer.shared().newDatabase(), usual -> SCHEMA);

  @Override
  protected JdbcFixture newFixture() {
    return JdbcFixture.givenPools(DATABASES, 3, url -> SCHEMA);
  }
}
