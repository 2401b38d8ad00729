// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.backend.BackendFixture;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The board on ZooKeeper 3.4, which has neither persistent watches nor creations with a stat. */
@Execution(ExecutionMode.CONCURRENT)
final class OldZooKeeperServerTest extends BoardContracts {

  @Override
  BackendFixture fixture() {
    return ZooKeeperFixture.onH2(OldZooKeeperServer.shared().hosts());
  }
}
