// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All processes add the same base to the numbers of ZooKeeper, also after it lost its data. */
final class TokenBaseTest {

  private static final Instant NOW = Instant.parse("2026-11-30T04:18:00Z");

  private final SingleServer server = new SingleServer();
  private final ManualClock clock = new ManualClock(NOW);
  private ZooKeeper handle;

  @BeforeEach
  void connect() throws Exception {
    handle = new ZooKeeper(server.hosts(), 5000, (WatchedEvent event) -> {});
  }

  @AfterEach
  void close() throws Exception {
    handle.close();
    server.close();
  }

  @Test
  void begin_afterZooKeeperLostTheBase_writesTheBaseThatThisProcessKnows() throws Exception {
    ManualClock ahead = new ManualClock(NOW.plus(Duration.ofSeconds(40)));
    new TokenBase(ahead).begin(handle);
    TokenBase old = new TokenBase(clock);
    old.begin(handle);
    long known = old.value();

    handle.delete(Paths.TOKEN_BASE, -1);
    clock.advance(Duration.ofSeconds(5));
    old.begin(handle);
    TokenBase other = new TokenBase(clock);
    other.begin(handle);

    assertThat(old.value()).isEqualTo(known);
    assertThat(other.value()).isEqualTo(known);
  }

  @Test
  void begin_withANewerTime_raisesTheBaseForAll() {
    TokenBase first = new TokenBase(clock);
    first.begin(handle);
    long before = first.value();

    clock.advance(Duration.ofSeconds(5));
    TokenBase second = new TokenBase(clock);
    second.begin(handle);
    first.refresh(handle);

    assertThat(second.value()).isGreaterThan(before);
    assertThat(first.value()).isEqualTo(second.value());
  }
}
