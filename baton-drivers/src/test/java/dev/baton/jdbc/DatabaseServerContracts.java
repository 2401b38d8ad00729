// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.testkit.AccountStoreContract;
import dev.baton.testkit.BackendFixture;
import dev.baton.testkit.ChildJobContract;
import dev.baton.testkit.CommonContracts;
import dev.baton.testkit.JobClaimContract;
import dev.baton.testkit.JobSearchPropertyContract;
import dev.baton.testkit.LedgerContract;
import org.junit.jupiter.api.Nested;

/** Every contract, on the databases of a real server. */
abstract class DatabaseServerContracts extends CommonContracts {

  @Override
  protected abstract JdbcFixture newFixture();

  @Nested
  final class Claims extends JobClaimContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  final class Accounts extends AccountStoreContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  final class SearchProperty extends JobSearchPropertyContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  final class LateEvents extends LateEventsSuite {
    @Override
    JdbcFixture open() {
      return newFixture();
    }
  }

  @Nested
  final class TheLedger extends LedgerContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  final class ChildJobs extends ChildJobContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }
}
