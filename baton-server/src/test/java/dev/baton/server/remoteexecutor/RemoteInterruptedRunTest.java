// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.executor.InterruptedRunContract;

/** Tests interrupted runs with executors that have only the address of a server. */
final class RemoteInterruptedRunTest extends InterruptedRunContract {

  @Override
  protected BackendFixture open() {
    return RemoteFixture.inRealTime();
  }
}
