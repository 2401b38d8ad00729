// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.externalboard.ServerAccess;
import dev.baton.service.Clock;
import dev.baton.testkit.server.RedisServer;
import dev.baton.testkit.service.ServiceStress;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops the services of the Redis backend in any order. */
@Tag("integration")
@Isolated("checks the threads of the JVM")
final class RedisServicesStressTest {

  @Nested
  final class RedisEntryQueueStress extends ServiceStress {
    @Override
    protected int rounds() {
      return 5;
    }

    @Override
    protected Subject create() {
      RedisServers servers = RedisServers.parse(RedisServer.shared().url());
      RedisCalls calls =
          new RedisCalls(OpenRedisConnection.of(servers, ServerAccess.NONE), "stress");
      RedisEntryQueue queue = new RedisEntryQueue(calls, Clock.system());
      return new Subject(
          queue,
          queue::refresh,
          () -> {
            assertThat(calls.isOpen()).isFalse();
            assertNoThreads("redis-follow");
          });
    }
  }
}
