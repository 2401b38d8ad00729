// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.service.Clock;
import dev.baton.testkit.service.ServiceStress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops the services of the ZooKeeper backend in any order. */
@Isolated("checks the threads of the JVM")
final class ZooKeeperServicesStressTest {

  private static final Clock CLOCK = Clock.system();
  private static final Duration SESSION = Duration.ofSeconds(4);
  // Longer than a busy machine needs to open the first session of the JVM.
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static SingleZooKeeperServer server;

  @BeforeAll
  static void startServer() {
    server = new SingleZooKeeperServer();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static ZooKeeperConnection.Servers servers() {
    return new ZooKeeperConnection.Servers(server.hosts(), Map.of());
  }

  @Nested
  final class ZooKeeperEntryQueueStress extends ServiceStress {
    @Override
    protected int rounds() {
      return 5;
    }

    @Override
    protected Subject create() {
      ZooKeeperEntryQueue queue = new ZooKeeperEntryQueue(servers(), SESSION, CLOCK);
      return new Subject(
          queue,
          queue::refresh,
          () -> {
            assertThat(queue.connection().isConnected()).isFalse();
            assertNoThreads("zookeeper-follow");
          });
    }
  }

  @Nested
  final class TrustedSessionStress extends ServiceStress {
    @Override
    protected int rounds() {
      return 5;
    }

    @Override
    protected Subject create() {
      TrustedSession session =
          TrustedSession.open(servers(), LEASE, CLOCK, () -> Duration.ofSeconds(1));
      return new Subject(
          session,
          () -> session.finishConfirm(session.confirmAsync()),
          () -> {
            assertThat(session.isOver()).isTrue();
            assertNoThreads("zookeeper-session");
          });
    }
  }
}
