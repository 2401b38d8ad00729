// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.CommonBackendContracts;
import dev.baton.testkit.contract.board.BoardSessionContract;
import dev.baton.testkit.contract.job.JobSearchPropertyContract;
import dev.baton.testkit.contract.job.JobVisibilityContract;
import org.junit.jupiter.api.Nested;

/**
 * Tests that the remote driver passes the contract of every port, through HTTP and the server's
 * endpoint. It has neither accounts nor an external board. The contract of capability refusals is
 * left out: an executor reports refusals, but the server does not show it the refusals of others,
 * which contain the ids of jobs. The contract of lost members is left out too, because only servers
 * notice that a process has disconnected.
 */
abstract class RemoteContracts extends CommonBackendContracts {

  @Nested
  final class BoardSessions extends BoardSessionContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  final class Visibility extends JobVisibilityContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  final class SearchProperty extends JobSearchPropertyContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }
}
