// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.BackendFixture;

final class InMemoryStoreTest extends ZookeeperContracts {

  @Override
  BackendFixture fixture() {
    return ZookeeperFixture.inMemory(SingleServer.shared().hosts());
  }
}
