// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.testkit.BackendFixture;
import dev.baton.testkit.RunTextContract;

/** Executors that have nothing but the address of a server. */
final class RemoteRunTextTest extends RunTextContract {

  @Override
  protected BackendFixture open() {
    return RemoteFixture.inRealTime();
  }
}
