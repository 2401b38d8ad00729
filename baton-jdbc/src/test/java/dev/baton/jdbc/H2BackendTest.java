// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.AllBackendContracts;
import dev.baton.testkit.contract.executor.ChildJobContract;
import dev.baton.testkit.contract.executor.InterruptedRunContract;
import dev.baton.testkit.contract.executor.UnstorableValueContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class H2BackendTest extends AllBackendContracts {

  @Override
  protected JdbcFixture newFixture() {
    return JdbcFixture.h2();
  }

  @Nested
  final class ChildJobs extends ChildJobContract {
    @Override
    protected BackendFixture open() {
      return JdbcFixture.h2InRealTime();
    }
  }

  @Nested
  final class UnstorableValues extends UnstorableValueContract {
    @Override
    protected BackendFixture open() {
      return JdbcFixture.h2InRealTime();
    }
  }

  @Nested
  final class UnreadableRows extends UnreadableRowsContract {
    @Override
    JdbcFixture open() {
      return JdbcFixture.h2();
    }
  }

  @Nested
  final class InterruptedRuns extends InterruptedRunContract {
    @Override
    protected BackendFixture open() {
      return JdbcFixture.h2InRealTime();
    }
  }
}
