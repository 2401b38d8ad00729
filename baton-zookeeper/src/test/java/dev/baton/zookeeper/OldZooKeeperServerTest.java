// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.backend.BackendFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Runs the board contracts on ZooKeeper 3.4, which supports neither persistent watches nor
 * creations that return a stat.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("exhaustive")
final class OldZooKeeperServerTest extends BoardContracts {

  @Override
  BackendFixture fixture() {
    return ZooKeeperFixture.onH2(OldZooKeeperServer.shared().hosts());
  }
}
