// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.BackendFixture;
import dev.baton.testkit.ElectionContract;
import dev.baton.testkit.JobBoardContract;
import dev.baton.testkit.JobClaimContract;
import org.junit.jupiter.api.Nested;

/** Posting, claiming and leading: what is in ZooKeeper. */
abstract class BoardContracts {

  /** With an empty store, under a root of its own. */
  abstract BackendFixture fixture();

  @Nested
  final class Board extends JobBoardContract {
    @Override
    protected BackendFixture open() {
      return fixture();
    }
  }

  @Nested
  final class Claims extends JobClaimContract {
    @Override
    protected BackendFixture open() {
      return fixture();
    }
  }

  @Nested
  final class Elections extends ElectionContract {
    @Override
    protected BackendFixture open() {
      return fixture();
    }
  }
}
