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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class H2Test extends CommonContracts {

  @Override
  protected JdbcFixture newFixture() {
    return JdbcFixture.h2();
  }

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
      return JdbcFixture.h2InRealTime();
    }
  }
}
