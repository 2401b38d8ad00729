// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import dev.baton.testkit.contract.AllBackendContracts;
import dev.baton.testkit.server.MariaDbServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * All contracts with small connection pools of an application, and with tables that have another
 * prefix in another database of the server.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("integration")
@Tag("exhaustive")
final class MariaDbGivenPoolTest extends AllBackendContracts {

  private static final DatabasePool DATABASES =
      new DatabasePool(() -> MariaDbServer.shared().newDatabase(), MariaDbGivenPoolTest::schemaOf);

  private static String schemaOf(String database) {
    return database + "_jobs";
  }

  @Override
  protected JdbcFixture newFixture() {
    return JdbcFixture.givenPools(
        DATABASES, 2, url -> schemaOf(url.replaceAll("\\?.*", "").replaceAll(".*/", "")));
  }
}
