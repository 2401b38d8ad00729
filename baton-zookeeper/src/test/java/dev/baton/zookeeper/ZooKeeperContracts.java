// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.job.JobDeletionContract;
import dev.baton.testkit.contract.job.JobHistoryContract;
import dev.baton.testkit.contract.job.JobLogContract;
import dev.baton.testkit.contract.job.JobOriginContract;
import dev.baton.testkit.contract.job.JobStoreContract;
import dev.baton.testkit.contract.job.JobWaitContract;
import dev.baton.testkit.contract.job.JobWriteContract;
import org.junit.jupiter.api.Nested;

/** The board contracts, and the contracts of the store that an external board could violate. */
abstract class ZooKeeperContracts extends BoardContracts {

  @Nested
  final class Store extends JobStoreContract {
    @Override
    protected BackendFixture open() {
      return ZooKeeperContracts.this.fixture();
    }
  }

  @Nested
  final class Writes extends JobWriteContract {
    @Override
    protected BackendFixture open() {
      return ZooKeeperContracts.this.fixture();
    }
  }

  @Nested
  final class Origins extends JobOriginContract {
    @Override
    protected BackendFixture open() {
      return ZooKeeperContracts.this.fixture();
    }
  }

  @Nested
  final class Log extends JobLogContract {
    @Override
    protected BackendFixture open() {
      return ZooKeeperContracts.this.fixture();
    }
  }

  @Nested
  final class History extends JobHistoryContract {
    @Override
    protected BackendFixture open() {
      return ZooKeeperContracts.this.fixture();
    }
  }

  @Nested
  final class Deletion extends JobDeletionContract {
    @Override
    protected BackendFixture open() {
      return ZooKeeperContracts.this.fixture();
    }
  }

  @Nested
  final class Waits extends JobWaitContract {
    @Override
    protected BackendFixture open() {
      return ZooKeeperContracts.this.fixture();
    }
  }
}
