// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.CommonBackendContracts;
import dev.baton.testkit.contract.board.BoardSessionContract;
import org.junit.jupiter.api.Nested;

/**
 * Tests that the remote driver passes the contract of every port, through HTTP and the server's
 * endpoint.
 */
abstract class RemoteContracts extends CommonBackendContracts {

  @Nested
  final class BoardSessions extends BoardSessionContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }
}
