// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.testkit.BackendFixture;
import dev.baton.testkit.CommonContracts;
import dev.baton.testkit.JobClaimContract;
import org.junit.jupiter.api.Nested;

/** The remote driver keeps the contract of every port, through HTTP and the server's endpoint. */
abstract class RemoteContracts extends CommonContracts {

  @Nested
  final class Claiming extends JobClaimContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }
}
