// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.BackendFixture;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class SingleServerTest extends ZookeeperContracts {

  @Override
  BackendFixture fixture() {
    return ZookeeperFixture.onH2(SingleServer.shared().hosts());
  }
}
