// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import org.junit.jupiter.api.Tag;

@Tag("integration")
final class PodmanContainersTest extends ContainerSuite {

  @Override
  ContainerFixture fixture() {
    return PodmanContractTest.fixture();
  }
}
