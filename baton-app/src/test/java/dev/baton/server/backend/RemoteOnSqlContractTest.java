// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

/** A server on an SQL database, whose stays outlive it. */
final class RemoteOnSqlContractTest extends RemoteContracts {

  @Override
  protected RemoteFixture newFixture() {
    return RemoteFixture.onSql();
  }
}
