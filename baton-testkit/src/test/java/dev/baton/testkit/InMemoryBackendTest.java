// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.UnavailableException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class InMemoryBackendTest {

  @Test
  void check_afterClose_isUnavailable() {
    InMemoryFixture fixture = new InMemoryFixture();
    fixture.backend().check();
    fixture.close();
    assertThatThrownBy(() -> fixture.backend().check()).isInstanceOf(UnavailableException.class);
  }

  @Nested
  final class Store extends JobStoreContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class Writes extends JobWriteContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class Waits extends JobWaitContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class Board extends JobBoardContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class Claims extends JobClaimContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class Log extends JobLogContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class History extends JobHistoryContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class Deletion extends JobDeletionContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class Elections extends ElectionContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class Distributions extends DistributionStoreContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class Members extends RosterContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class Accounts extends AccountStoreContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class Search extends JobSearchContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class Aggregations extends JobAggregationContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }

  @Nested
  final class SearchProperty extends JobSearchPropertyContract {
    @Override
    protected BackendFixture open() {
      return new InMemoryFixture();
    }
  }
}
