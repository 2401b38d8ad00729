// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.testkit.BackendFixture;
import dev.baton.testkit.ChildJobContract;
import dev.baton.testkit.CompleteContracts;
import org.junit.jupiter.api.Nested;

/** Every contract, on the databases of a real server. */
abstract class DatabaseServerContracts extends CompleteContracts {

  @Override
  protected abstract JdbcFixture newFixture();

  @Nested
  final class LateEvents extends LateEventsSuite {
    @Override
    JdbcFixture open() {
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

  @Nested
  final class UnreadableRows extends UnreadableRowsSuite {
    @Override
    JdbcFixture open() {
      return newFixture();
    }
  }
}
