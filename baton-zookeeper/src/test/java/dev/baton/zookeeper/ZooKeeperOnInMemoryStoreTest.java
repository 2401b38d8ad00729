// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.backend.BackendFixture;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class ZooKeeperOnInMemoryStoreTest extends BoardContracts {

  @Override
  BackendFixture fixture() {
    return ZooKeeperFixture.inMemory(SingleZooKeeperServer.shared().hosts());
  }
}
