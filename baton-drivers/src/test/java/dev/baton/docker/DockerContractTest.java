// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.testkit.DockerServer;
import dev.baton.testkit.EngineContract;
import dev.baton.testkit.EngineFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("integration")
@ResourceLock("docker")
final class DockerContractTest extends EngineContract {

  @Override
  protected EngineFixture newFixture() {
    return fixture();
  }

  /** Of the server that all tests share; it outlives being killed. */
  static ContainerFixture fixture() {
    DockerServer server = DockerServer.shared();
    return new ContainerFixture(
        new DockerRecipe(),
        server.address(),
        () -> {
          server.kill();
          server.start();
        });
  }
}
