// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.testkit.contract.engine.EngineFixture;
import dev.baton.testkit.contract.executor.ContainerFlowContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Runs flows. None of the tests harms the server, so they run concurrently. */
@Tag("integration")
@ResourceLock(value = "kubernetes", mode = ResourceAccessMode.READ)
@Execution(ExecutionMode.CONCURRENT)
final class KubernetesFlowTest extends ContainerFlowContract {

  @Override
  protected EngineFixture open() {
    return new KubernetesFixture();
  }
}
