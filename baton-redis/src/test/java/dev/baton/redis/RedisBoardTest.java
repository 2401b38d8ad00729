// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.redis;

import dev.baton.externalboard.ServerAccess;
import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.contract.ExternalBoardContracts;
import dev.baton.testkit.server.RedisServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests the board and the elections on one Redis server. */
@Tag("integration")
@Execution(ExecutionMode.CONCURRENT)
final class RedisBoardTest extends ExternalBoardContracts {

  @Override
  protected BackendFixture newFixture() {
    return RedisFixture.at(RedisServer.shared().url(), ServerAccess.NONE);
  }
}
