// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.testkit.contract.engine.EngineContracts;
import dev.baton.testkit.contract.engine.EngineFixture;
import dev.baton.testkit.server.PodmanServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("integration")
@ResourceLock("podman")
final class PodmanEngineTest extends EngineContracts {

  @Override
  protected EngineFixture newFixture() {
    return fixture();
  }

  /**
   * Returns the fixture of the server that all tests share. The server can be killed and restarted.
   */
  static ContainerEngineFixture fixture() {
    PodmanServer server = PodmanServer.shared();
    return new ContainerEngineFixture(
        new PodmanTestEngineFactory(),
        server.address(),
        () -> {
          server.kill();
          server.start();
        });
  }
}
