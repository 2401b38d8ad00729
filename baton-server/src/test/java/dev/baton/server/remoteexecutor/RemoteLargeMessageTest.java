// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.executor.LargeMessageContract;

/** Tests large messages with executors that have only the address of a server. */
final class RemoteLargeMessageTest extends LargeMessageContract {

  @Override
  protected BackendFixture open() {
    return RemoteFixture.inRealTime();
  }
}
