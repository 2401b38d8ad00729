// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

/** Tests the remote driver with a server on the in-memory backend. */
final class RemoteContractTest extends RemoteContracts {

  @Override
  protected RemoteFixture newFixture() {
    return RemoteFixture.onMemory();
  }
}
