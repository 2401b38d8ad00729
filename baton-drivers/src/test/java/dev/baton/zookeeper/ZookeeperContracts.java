// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.BackendFixture;
import dev.baton.testkit.JobDeletionContract;
import dev.baton.testkit.JobHistoryContract;
import dev.baton.testkit.JobLogContract;
import dev.baton.testkit.JobOriginContract;
import dev.baton.testkit.JobStoreContract;
import dev.baton.testkit.JobWaitContract;
import dev.baton.testkit.JobWriteContract;
import org.junit.jupiter.api.Nested;

/** What is in ZooKeeper, and what of the store a board elsewhere could break. */
abstract class ZookeeperContracts extends BoardContracts {

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
  final class Origins extends JobOriginContract {
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
}
