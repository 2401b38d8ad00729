// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.conformance.FlowCaseContract;
import java.nio.file.Path;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class H2FlowCasesTest extends FlowCaseContract {

  @Override
  protected BackendFixture open() {
    return JdbcFixture.h2();
  }

  @Override
  protected Path folder() {
    return Path.of("..", "baton-testkit", "src", "test", "resources", "conformance", "flows");
  }
}
