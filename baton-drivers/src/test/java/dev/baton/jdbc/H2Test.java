// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.testkit.BackendFixture;
import dev.baton.testkit.ChildJobContract;
import dev.baton.testkit.CompleteContracts;
import dev.baton.testkit.FlowValueContract;
import dev.baton.testkit.InterruptedRunContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class H2Test extends CompleteContracts {

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
  final class FlowValues extends FlowValueContract {
    @Override
    protected BackendFixture open() {
      return JdbcFixture.h2InRealTime();
    }
  }

  @Nested
  final class UnreadableRows extends UnreadableRowsSuite {
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
