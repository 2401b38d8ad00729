// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.redis;

import dev.baton.backend.Backend;
import dev.baton.externalboard.ServerAccess;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.FaultyBoard;
import dev.baton.testkit.contract.board.ExternalBoardFaultContract;
import dev.baton.testkit.server.CuttableProxy;
import dev.baton.testkit.server.RedisServer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests the board while one Redis server and the connections to it fail. */
@Tag("integration")
@Execution(ExecutionMode.CONCURRENT)
final class RedisFaultTest extends ExternalBoardFaultContract {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @Override
  protected FaultyBoard newBoard() {
    return new FaultyRedis();
  }

  /** A server without stored data, so a restart empties the board. */
  private static final class FaultyRedis implements FaultyBoard {
    private final RedisServer server = RedisServer.started();
    private final CuttableProxy proxy = new CuttableProxy(server.port());
    private final int number = NUMBERS.incrementAndGet();

    @Override
    public Backend openStore(String name, Clock clock) {
      return RedisFixture.store("redis-faults-" + name + number, clock);
    }

    @Override
    public Backend openBoard(Backend store, String prefix, boolean isCuttable, Clock clock) {
      String url = isCuttable ? "redis://" + proxy.hosts() : server.url();
      return RedisBackend.open(store, RedisFixture.options(url, ServerAccess.NONE, prefix), clock);
    }

    @Override
    public void cut() {
      proxy.cut();
    }

    @Override
    public void heal() {
      proxy.heal();
    }

    @Override
    public void killAndRestart() {
      server.kill();
      server.start();
    }

    @Override
    public void empty() {
      server.send("flushall");
    }

    @Override
    public void close() {
      proxy.close();
      server.close();
    }
  }
}
