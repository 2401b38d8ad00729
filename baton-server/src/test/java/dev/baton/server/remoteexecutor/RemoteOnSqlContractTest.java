// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import org.junit.jupiter.api.Tag;

/**
 * Tests the remote driver with a server on an SQL database, whose board sessions survive the
 * server.
 */
@Tag("exhaustive")
final class RemoteOnSqlContractTest extends RemoteContracts {

  @Override
  protected RemoteFixture newFixture() {
    return RemoteFixture.onSql();
  }
}
