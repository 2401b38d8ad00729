// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.testkit.BackendFixture;

final class SingleServerTest extends ZookeeperContracts {

  @Override
  BackendFixture fixture() {
    return ZookeeperFixture.onH2(SingleServer.shared().hosts());
  }
}
