// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.testkit.contract.engine.EngineContracts;
import dev.baton.testkit.contract.engine.EngineFixture;
import dev.baton.testkit.server.DockerServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("integration")
@ResourceLock("docker")
final class DockerEngineTest extends EngineContracts {

  @Override
  protected EngineFixture newFixture() {
    return fixture();
  }

  /**
   * Returns the fixture of the server that all tests share. The server can be killed and restarted.
   */
  static ContainerEngineFixture fixture() {
    DockerServer server = DockerServer.shared();
    return new ContainerEngineFixture(
        new DockerTestEngineFactory(),
        server.address(),
        () -> {
          server.kill();
          server.start();
        });
  }
}
