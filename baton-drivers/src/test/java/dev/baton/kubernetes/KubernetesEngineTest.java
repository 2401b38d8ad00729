// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.testkit.EngineFixture;
import dev.baton.testkit.EngineLifeContract;
import dev.baton.testkit.EngineOutputContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What of the contract waits for pods to come and go; for the rest see the faults. */
@Tag("integration")
@Execution(ExecutionMode.CONCURRENT)
final class KubernetesEngineTest {

  @Nested
  final class Life extends EngineLifeContract {
    @Override
    protected EngineFixture open() {
      return new KubernetesFixture();
    }
  }

  @Nested
  final class Output extends EngineOutputContract {
    @Override
    protected EngineFixture open() {
      return new KubernetesFixture();
    }
  }
}
