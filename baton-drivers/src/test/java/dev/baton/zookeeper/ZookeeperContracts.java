// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.BackendFixture;
import dev.baton.testkit.ElectionContract;
import dev.baton.testkit.JobBoardContract;
import dev.baton.testkit.JobClaimContract;
import dev.baton.testkit.JobDeletionContract;
import dev.baton.testkit.JobHistoryContract;
import dev.baton.testkit.JobLogContract;
import dev.baton.testkit.JobStoreContract;
import dev.baton.testkit.JobWaitContract;
import dev.baton.testkit.JobWriteContract;
import org.junit.jupiter.api.Nested;

/** What a board on ZooKeeper can change: posting, claiming, writing, ending, leading. */
abstract class ZookeeperContracts {

  /** With an empty store, under a root of its own. */
  abstract BackendFixture fixture();

  @Nested
  final class Store extends JobStoreContract {
    @Override
    protected BackendFixture open() {
      return fixture();
    }
  }

  @Nested
  final class Writes extends JobWriteContract {
    @Override
    protected BackendFixture open() {
      return fixture();
    }
  }

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
  final class Log extends JobLogContract {
    @Override
    protected BackendFixture open() {
      return fixture();
    }
  }

  @Nested
  final class History extends JobHistoryContract {
    @Override
    protected BackendFixture open() {
      return fixture();
    }
  }

  @Nested
  final class Deletion extends JobDeletionContract {
    @Override
    protected BackendFixture open() {
      return fixture();
    }
  }

  @Nested
  final class Waits extends JobWaitContract {
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
