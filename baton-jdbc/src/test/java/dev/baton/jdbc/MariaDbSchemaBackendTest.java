// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import dev.baton.testkit.contract.AllBackendContracts;
import dev.baton.testkit.server.MariaDbServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** All contracts with tables in another database of the server and with another prefix. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("integration")
final class MariaDbSchemaBackendTest extends AllBackendContracts {

  private static final DatabasePool DATABASES =
      new DatabasePool(
          () -> MariaDbServer.shared().newDatabase(), MariaDbSchemaBackendTest::schemaOf);

  private static String schemaOf(String database) {
    return database + "_jobs";
  }

  @Override
  protected JdbcFixture newFixture() {
    return JdbcFixture.server(
        DATABASES,
        options -> {
          String database =
              JdbcFixture.urlOf(options).replaceAll("\\?.*", "").replaceAll(".*/", "");
          return options.withTablePrefix("acme_").withSchema(schemaOf(database));
        });
  }
}
