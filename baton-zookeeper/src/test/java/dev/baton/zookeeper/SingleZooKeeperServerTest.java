// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.ExternalBoardContracts;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class SingleZooKeeperServerTest extends ExternalBoardContracts {

  @Override
  protected BackendFixture newFixture() {
    return ZooKeeperFixture.onH2(SingleZooKeeperServer.shared().hosts());
  }
}
