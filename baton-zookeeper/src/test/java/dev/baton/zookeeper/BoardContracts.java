// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.board.BoardSessionContract;
import dev.baton.testkit.contract.board.GateContract;
import dev.baton.testkit.contract.board.JobBoardContract;
import dev.baton.testkit.contract.election.ElectionContract;
import org.junit.jupiter.api.Nested;

/** The contracts of the ports that are on ZooKeeper: board, board session and election. */
abstract class BoardContracts {

  /** Returns a fixture with an empty store and its own root in ZooKeeper. */
  abstract BackendFixture fixture();

  @Nested
  final class Board extends JobBoardContract {
    @Override
    protected BackendFixture open() {
      return BoardContracts.this.fixture();
    }
  }

  @Nested
  final class Gates extends GateContract {
    @Override
    protected BackendFixture open() {
      return BoardContracts.this.fixture();
    }
  }

  @Nested
  final class BoardSessions extends BoardSessionContract {
    @Override
    protected BackendFixture open() {
      return BoardContracts.this.fixture();
    }
  }

  @Nested
  final class Elections extends ElectionContract {
    @Override
    protected BackendFixture open() {
      return BoardContracts.this.fixture();
    }
  }
}
