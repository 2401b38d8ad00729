// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.board.BoardSessionContract;
import dev.baton.testkit.contract.board.JobBoardContract;
import dev.baton.testkit.contract.election.ElectionContract;
import org.junit.jupiter.api.Nested;

/** Posting, claiming and leading: what is in ZooKeeper. */
abstract class BoardContracts {

  /** With an empty store, under a root of its own. */
  abstract BackendFixture fixture();

  @Nested
  final class Board extends JobBoardContract {
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
