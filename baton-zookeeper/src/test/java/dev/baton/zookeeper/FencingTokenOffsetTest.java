// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that all processes add the same offset to ZooKeeper's czxids, even after ZooKeeper lost its
 * data.
 */
final class FencingTokenOffsetTest {

  private static final Instant NOW = Instant.parse("2026-11-30T04:18:00Z");

  private final SingleZooKeeperServer server = new SingleZooKeeperServer();
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
    new FencingTokenOffset(ahead).raiseForNewSession(handle);
    FencingTokenOffset old = new FencingTokenOffset(clock);
    old.raiseForNewSession(handle);
    long known = old.value();

    handle.delete(ZooKeeperPaths.TOKEN_OFFSET, -1);
    clock.advance(Duration.ofSeconds(5));
    old.raiseForNewSession(handle);
    FencingTokenOffset other = new FencingTokenOffset(clock);
    other.raiseForNewSession(handle);

    assertThat(old.value()).isEqualTo(known);
    assertThat(other.value()).isEqualTo(known);
  }

  @Test
  void begin_withANewerTime_raisesTheBaseForAll() {
    FencingTokenOffset first = new FencingTokenOffset(clock);
    first.raiseForNewSession(handle);
    long before = first.value();

    clock.advance(Duration.ofSeconds(5));
    FencingTokenOffset second = new FencingTokenOffset(clock);
    second.raiseForNewSession(handle);
    first.refresh(handle);

    assertThat(second.value()).isGreaterThan(before);
    assertThat(first.value()).isEqualTo(second.value());
  }
}
