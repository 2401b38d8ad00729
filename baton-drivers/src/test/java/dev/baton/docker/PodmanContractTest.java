// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.testkit.EngineContract;
import dev.baton.testkit.EngineFixture;
import dev.baton.testkit.PodmanServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("integration")
@ResourceLock("podman")
final class PodmanContractTest extends EngineContract {

  @Override
  protected EngineFixture newFixture() {
    return fixture();
  }

  /** Of the server that all tests share; it outlives being killed. */
  static ContainerFixture fixture() {
    PodmanServer server = PodmanServer.shared();
    return new ContainerFixture(
        new PodmanRecipe(),
        server.address(),
        () -> {
          server.kill();
          server.start();
        });
  }
}
