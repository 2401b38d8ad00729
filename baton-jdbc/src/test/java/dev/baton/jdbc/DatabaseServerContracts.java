// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.AllBackendContracts;
import dev.baton.testkit.contract.executor.ChildJobContract;
import org.junit.jupiter.api.Nested;

/** All backend contracts, on the databases of a real server. */
abstract class DatabaseServerContracts extends AllBackendContracts {

  @Override
  protected abstract JdbcFixture newFixture();

  @Nested
  final class LateEvents extends LateEventsContract {
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
  final class UnreadableRows extends UnreadableRowsContract {
    @Override
    JdbcFixture open() {
      return newFixture();
    }
  }
}
