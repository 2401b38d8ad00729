// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import dev.baton.testkit.MariaDbServer;
import org.junit.jupiter.api.Tag;

@Tag("integration")
final class MariaDbTest extends DatabaseServerContracts {

  @Override
  protected JdbcFixture newFixture() {
    return JdbcFixture.server(MariaDbServer.shared().newDatabase());
  }
}
