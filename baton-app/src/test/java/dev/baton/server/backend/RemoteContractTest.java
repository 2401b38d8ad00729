// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

/** A server on the backend in memory. */
final class RemoteContractTest extends RemoteContracts {

  @Override
  protected RemoteFixture newFixture() {
    return RemoteFixture.onMemory();
  }
}
