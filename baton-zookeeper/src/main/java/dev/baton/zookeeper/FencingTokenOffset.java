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
 * The number that is added to a czxid to make a fencing token. With it, tokens grow even if
 * ZooKeeper was emptied or restored and its czxids start again. The offset is stored in ZooKeeper,
 * and a process raises it by the wall clock when it starts a session. Stores accept only growing
 * tokens, so an offset that is read too late costs only a repetition.
 */
final class FencingTokenOffset {

  private static final Logger LOG = LoggerFactory.getLogger(FencingTokenOffset.class);
  private static final int REPETITIONS = 5;
  // The offset grows by 2^20 per millisecond, which is more than the transactions that a server
  // executes in that time. In about four seconds it grows by the 2^32 that an election of
  // ZooKeeper's leader skips.
  private static final int SHIFT = 20;

  private final Clock clock;
  // Written by any thread that reads the offset from ZooKeeper; it only grows.
  private volatile long value;

  FencingTokenOffset(Clock clock) {
    this.clock = clock;
  }

  /** Returns the offset. It must be read before the creation of the node whose token it makes. */
  long value() {
    return value;
  }

  /**
   * Raises the offset for a new session: to the present time, or to the greatest offset that this
   * process has ever read. A ZooKeeper that was restored from an older copy has lost that offset,
   * and the other processes would issue tokens that are less than the tokens of this process.
   */
  void raiseForNewSession(ZooKeeper handle) {
    raise(handle, Math.max(clock.now().toEpochMilli() << SHIFT, value));
  }

  /**
   * Makes later tokens greater than a token that was found in the store although ZooKeeper's own
   * tokens should be greater.
   */
  void raiseAbove(ZooKeeper handle, long token) {
    LOG.warn(
        "token in the store is greater than the tokens of ZooKeeper, which was restored or lost"
            + " writes; Baton raises its tokens: token={}",
        token);
    raise(handle, Math.max(clock.now().toEpochMilli() << SHIFT, token));
  }

  private void raise(ZooKeeper handle, long least) {
    for (int left = REPETITIONS; left > 0; left--) {
      ZooKeeperCalls.Data data = read(handle);
      long present = number(data.text());
      if (present >= least) {
        raiseTo(present);
        return;
      }
      Code code =
          ZooKeeperCalls.code(
              ZooKeeperCalls.set(
                  handle, ZooKeeperPaths.TOKEN_OFFSET, bytes(least), data.stat().getVersion()));
      if (code == Code.OK) {
        raiseTo(least);
        return;
      }
    }
  }

  /** Reads the offset, which other processes may have raised. */
  void refresh(ZooKeeper handle) {
    raiseTo(number(read(handle).text()));
  }

  /** Reads the offset after a change, without waiting. */
  void refreshAsync(ZooKeeper handle) {
    CompletableFuture<ZooKeeperCalls.Data> unused =
        ZooKeeperCalls.data(handle, ZooKeeperPaths.TOKEN_OFFSET)
            .whenComplete((data, failure) -> {
              if (failure == null) {
                raiseTo(number(data.text()));
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
      LOG.debug("node was created: path={} result={}", ZooKeeperPaths.TOKEN_OFFSET, code);
      return ZooKeeperCalls.await(ZooKeeperCalls.data(handle, ZooKeeperPaths.TOKEN_OFFSET));
    }
    return ZooKeeperCalls.await(answer);
  }

  private synchronized void raiseTo(long read) {
    value = Math.max(value, read);
  }

  private static byte[] bytes(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      LOG.warn(
          "token offset is not a number and is overwritten: path={}",
          ZooKeeperPaths.TOKEN_OFFSET,
          e);
      return 0;
    }
  }
}
