// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.service.Clock;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes fencing tokens of czxids, also when ZooKeeper was emptied or restored and counts from
 * the start again: a number that is kept in ZooKeeper and raised, by the wall clock, whenever a
 * process begins a session. Stores accept only tokens that grow, so a base that is known too late
 * costs a repetition and nothing else.
 */
final class FencingTokenOffset {

  private static final Logger LOG = LoggerFactory.getLogger(FencingTokenOffset.class);
  private static final int REPETITIONS = 5;
  // A millisecond is worth more transactions than a server makes in it, and a second those that an
  // election of ZooKeeper's own leader leaps over.
  private static final int SHIFT = 20;

  private final Clock clock;
  // Written by any thread that reads it from ZooKeeper; only grows.
  private volatile long value;

  FencingTokenOffset(Clock clock) {
    this.clock = clock;
  }

  /** To be read before the node whose token it is for is created. */
  long value() {
    return value;
  }

  /**
   * Raises the base for a session that begins: to the present time, or to the greatest base that
   * this process has ever read. A ZooKeeper that was restored from an older copy has lost that
   * base, and the other processes would give out tokens that are less than those of this process.
   */
  void raiseForNewSession(ZooKeeper handle) {
    raise(handle, Math.max(clock.now().toEpochMilli() << SHIFT, value));
  }

  /** Makes later tokens greater than one that was met although it should not be there. */
  void raiseAbove(ZooKeeper handle, long token) {
    LOG.warn("token={} is ahead of ZooKeeper, which was restored or lost writes", token);
    raise(handle, Math.max(clock.now().toEpochMilli() << SHIFT, token));
  }

  private void raise(ZooKeeper handle, long least) {
    for (int left = REPETITIONS; left > 0; left--) {
      ZooKeeperCalls.Data data = read(handle);
      long present = number(data.text());
      if (present >= least) {
        learn(present);
        return;
      }
      Code code =
          ZooKeeperCalls.code(
              ZooKeeperCalls.set(
                  handle, ZooKeeperPaths.TOKEN_OFFSET, bytes(least), data.stat().getVersion()));
      if (code == Code.OK) {
        learn(least);
        return;
      }
    }
  }

  /** Reads what others may have made of it. */
  void refresh(ZooKeeper handle) {
    learn(number(read(handle).text()));
  }

  /** Reads it without waiting, when it has changed. */
  void refreshAsync(ZooKeeper handle) {
    CompletableFuture<ZooKeeperCalls.Data> unused =
        ZooKeeperCalls.data(handle, ZooKeeperPaths.TOKEN_OFFSET)
            .whenComplete((data, failure) -> {
              if (failure == null) {
                learn(number(data.text()));
              }
            });
  }

  private static ZooKeeperCalls.Data read(ZooKeeper handle) {
    var answer = ZooKeeperCalls.data(handle, ZooKeeperPaths.TOKEN_OFFSET);
    if (ZooKeeperCalls.code(answer) == Code.NONODE) {
      ZooKeeperCalls.ensure(handle, ZooKeeperPaths.BATON_ROOT);
      Code code =
          ZooKeeperCalls.code(
              ZooKeeperCalls.create(
                  handle, ZooKeeperPaths.TOKEN_OFFSET, bytes(0), CreateMode.PERSISTENT));
      LOG.debug("path={} created, code={}", ZooKeeperPaths.TOKEN_OFFSET, code);
      return ZooKeeperCalls.await(ZooKeeperCalls.data(handle, ZooKeeperPaths.TOKEN_OFFSET));
    }
    return ZooKeeperCalls.await(answer);
  }

  private synchronized void learn(long read) {
    value = Math.max(value, read);
  }

  private static byte[] bytes(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      LOG.warn("path={} does not hold a number; it is written anew", ZooKeeperPaths.TOKEN_OFFSET);
      return 0;
    }
  }
}
