// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import dev.baton.testkit.server.MariaDbServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@Tag("integration")
final class MariaDbBackendTest extends DatabaseServerContracts {

  private static final DatabasePool DATABASES =
      new DatabasePool(() -> MariaDbServer.shared().newDatabase());

  @Override
  protected JdbcFixture newFixture() {
    return JdbcFixture.server(DATABASES);
  }
}
