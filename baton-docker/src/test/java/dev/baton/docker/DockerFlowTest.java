// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.testkit.contract.engine.EngineFixture;
import dev.baton.testkit.contract.executor.ContainerFlowContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("integration")
@ResourceLock("docker")
final class DockerFlowTest extends ContainerFlowContract {

  @Override
  protected EngineFixture open() {
    return DockerEngineTest.fixture();
  }
}
