// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.testkit.contract.engine.EngineFixture;
import dev.baton.testkit.contract.executor.ContainerFlowContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("integration")
@ResourceLock("slurm")
@Execution(ExecutionMode.CONCURRENT)
final class SlurmFlowTest extends ContainerFlowContract {

  @Override
  protected EngineFixture open() {
    return new SlurmFixture();
  }
}
