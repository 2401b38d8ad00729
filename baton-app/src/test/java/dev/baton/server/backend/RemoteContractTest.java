// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.testkit.BackendFixture;
import dev.baton.testkit.JobStoreContract;
import dev.baton.testkit.JobWriteContract;
import org.junit.jupiter.api.Nested;

/** The remote driver keeps the contract of every port, through HTTP and the server's endpoint. */
final class RemoteContractTest {

  @Nested
  final class Store extends JobStoreContract {
    @Override
    protected BackendFixture open() {
      return new RemoteFixture();
    }
  }

  @Nested
  final class Writes extends JobWriteContract {
    @Override
    protected BackendFixture open() {
      return new RemoteFixture();
    }
  }
}
