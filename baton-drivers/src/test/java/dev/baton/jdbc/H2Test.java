// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.testkit.CompleteContracts;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class H2Test extends CompleteContracts {

  @Override
  protected JdbcFixture newFixture() {
    return JdbcFixture.h2();
  }
}
