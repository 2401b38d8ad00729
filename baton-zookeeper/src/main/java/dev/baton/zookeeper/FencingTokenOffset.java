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
 * The number that is added to a czxid to make a fencing token. The czxids start again at a small
 * number if ZooKeeper was emptied or restored; the offset keeps the tokens growing. The offset is
 * stored in ZooKeeper, and each process raises it to its wall clock when it starts a session. If a
 * process uses an old offset, the store refuses the token as too small, and the process reads the
 * offset and tries again.
 */
final class FencingTokenOffset {

  private static final Logger LOG = LoggerFactory.getLogger(FencingTokenOffset.class);
  private static final int REPETITIONS = 5;
  // The offset grows by 2^20 per millisecond, which is more than the number of transactions that a
  // ZooKeeper server executes in that time. Each election of a leader among the ZooKeeper servers
  // raises the czxids by 2^32; the offset grows by that number in about four seconds.
  private static final int SHIFT = 20;

  private final Clock clock;
  // Written by any thread that reads the offset from ZooKeeper; it only grows.
  private volatile long value;

  FencingTokenOffset(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns the offset. Callers must read it before they create the node whose token they make with
   * it.
   */
  long value() {
    return value;
  }

  /**
   * Raises the offset for a new session: to the present time, or to the greatest offset that this
   * process has ever read. The greatest offset matters if ZooKeeper was restored from an older copy
   * and has lost that offset. Otherwise other processes would issue tokens that are smaller than
   * the tokens of this process.
   */
  void raiseForNewSession(ZooKeeper handle) {
    raise(handle, Math.max(clock.now().toEpochMilli() << SHIFT, value));
  }

  /**
   * Raises the offset after the store refused a token that should have been the greatest. That
   * shows that ZooKeeper lost its newest writes.
   *
   * @param token the token in the store; later tokens are greater
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

  /** Reads the offset again, because other processes may have raised it. */
  void refresh(ZooKeeper handle) {
    raiseTo(number(read(handle).text()));
  }

  /** Reads the offset again without waiting, after a watch has reported a change of its node. */
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
      LOG.debug(
          "creation of a ZooKeeper node ended: path={} result={}",
          ZooKeeperPaths.TOKEN_OFFSET,
          code);
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
