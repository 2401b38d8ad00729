// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.executor.UnstorableValueContract;

/** Tests values that cannot be stored with executors that have only the address of a server. */
final class RemoteUnstorableValueTest extends UnstorableValueContract {

  @Override
  protected BackendFixture open() {
    return RemoteFixture.inRealTime();
  }
}
