// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("integration")
@ResourceLock("podman")
final class PodmanContainerEngineTest extends ContainerEngineContract {

  @Override
  ContainerEngineFixture fixture() {
    return PodmanEngineTest.fixture();
  }
}
