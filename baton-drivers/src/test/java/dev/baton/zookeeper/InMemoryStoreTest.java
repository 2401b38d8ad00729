// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.BackendFixture;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class InMemoryStoreTest extends BoardContracts {

  @Override
  BackendFixture fixture() {
    return ZookeeperFixture.inMemory(SingleServer.shared().hosts());
  }
}
