// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.backend.BackendFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@Tag("integration")
@Tag("exhaustive")
final class ZooKeeperEnsembleTest extends BoardContracts {

  @Override
  BackendFixture fixture() {
    return ZooKeeperFixture.onH2(ZooKeeperEnsemble.shared().hosts());
  }
}
