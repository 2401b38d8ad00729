// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.externalboard;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.board.BoardSessionContract;
import dev.baton.testkit.contract.board.JobBoardContract;
import dev.baton.testkit.contract.job.JobDeletionContract;
import dev.baton.testkit.contract.job.JobStoreContract;
import dev.baton.testkit.contract.job.JobWriteContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests the shared part of all external boards with the contracts that it could violate, on a board
 * that needs no server.
 */
@Execution(ExecutionMode.CONCURRENT)
final class ExternalBoardContractsTest {

  @Nested
  final class Board extends JobBoardContract {
    @Override
    protected BackendFixture open() {
      return ExternalBoardFixture.inMemory();
    }
  }

  @Nested
  final class BoardSessions extends BoardSessionContract {
    @Override
    protected BackendFixture open() {
      return ExternalBoardFixture.inMemory();
    }
  }

  @Nested
  final class Store extends JobStoreContract {
    @Override
    protected BackendFixture open() {
      return ExternalBoardFixture.inMemory();
    }
  }

  @Nested
  final class Writes extends JobWriteContract {
    @Override
    protected BackendFixture open() {
      return ExternalBoardFixture.inMemory();
    }
  }

  @Nested
  final class Deletions extends JobDeletionContract {
    @Override
    protected BackendFixture open() {
      return ExternalBoardFixture.inMemory();
    }
  }
}
