// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.testkit.BackendFixture;
import dev.baton.testkit.DistributionStoreContract;
import dev.baton.testkit.ElectionContract;
import dev.baton.testkit.JobAggregationContract;
import dev.baton.testkit.JobBoardContract;
import dev.baton.testkit.JobClaimContract;
import dev.baton.testkit.JobDeletionContract;
import dev.baton.testkit.JobHistoryContract;
import dev.baton.testkit.JobLogContract;
import dev.baton.testkit.JobSearchContract;
import dev.baton.testkit.JobStoreContract;
import dev.baton.testkit.JobWaitContract;
import dev.baton.testkit.JobWriteContract;
import dev.baton.testkit.RosterContract;
import org.junit.jupiter.api.Nested;

/** The remote driver keeps the contract of every port, through HTTP and the server's endpoint. */
abstract class RemoteContracts {

  /** Empty, behind a server. */
  abstract RemoteFixture fixture();

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
  final class Waits extends JobWaitContract {
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
  final class Claiming extends JobClaimContract {
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
  final class Elections extends ElectionContract {
    @Override
    protected BackendFixture open() {
      return fixture();
    }
  }

  @Nested
  final class Distributions extends DistributionStoreContract {
    @Override
    protected BackendFixture open() {
      return fixture();
    }
  }

  @Nested
  final class Members extends RosterContract {
    @Override
    protected BackendFixture open() {
      return fixture();
    }
  }

  @Nested
  final class Searches extends JobSearchContract {
    @Override
    protected BackendFixture open() {
      return fixture();
    }
  }

  @Nested
  final class Aggregations extends JobAggregationContract {
    @Override
    protected BackendFixture open() {
      return fixture();
    }
  }
}
