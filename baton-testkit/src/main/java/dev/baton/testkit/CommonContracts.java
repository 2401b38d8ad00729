// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import org.junit.jupiter.api.Nested;

/**
 * The suites that every backend passes as they are. A test class of a backend extends it, says how
 * to open a fixture, and adds the suites that it may deviate from, or that are not for every
 * backend: {@link JobClaimContract}, {@link AccountStoreContract}, {@link
 * JobSearchPropertyContract}, {@link LedgerContract}. Who passes these too extends {@link
 * CompleteContracts}.
 */
public abstract class CommonContracts {

  /** Opens a fixture with an empty backend; called before each test. */
  protected abstract BackendFixture newFixture();

  @Nested
  public final class Store extends JobStoreContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Writes extends JobWriteContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Origins extends JobOriginContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Waits extends JobWaitContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Logbooks extends LogbookContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class FlowCrashes extends FlowCrashContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Board extends JobBoardContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Log extends JobLogContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class History extends JobHistoryContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Deletion extends JobDeletionContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Elections extends ElectionContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Distributions extends DistributionStoreContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Members extends RosterContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Actions extends ActionStoreContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Search extends JobSearchContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Aggregations extends JobAggregationContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }
}
