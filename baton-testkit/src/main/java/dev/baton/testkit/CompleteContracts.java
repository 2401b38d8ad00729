// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import org.junit.jupiter.api.Nested;

/** The suites of a backend that has every port and deviates from none. */
public abstract class CompleteContracts extends CommonContracts {

  @Nested
  public final class Claims extends JobClaimContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Accounts extends AccountStoreContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Refusals extends RefusalContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class SearchProperty extends JobSearchPropertyContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class TheLedger extends LedgerContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  public final class Visibility extends JobVisibilityContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }
}
