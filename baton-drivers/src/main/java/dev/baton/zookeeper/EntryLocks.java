// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Locks on entries, taken and let go in one session, in the form of kazoo's queue. */
final class EntryLocks {

  private final ZooKeeper handle;
  private final BooleanSupplier isOld;
  private final long session;
  // What kazoo compares before it consumes or releases; here the owner of the node is compared.
  private final byte[] id =
      UUID.randomUUID().toString().replace("-", "").getBytes(StandardCharsets.US_ASCII);

  /**
   * @param isOld whether the servers are older than ZooKeeper 3.6
   */
  EntryLocks(ZooKeeper handle, BooleanSupplier isOld) {
    this.handle = handle;
    this.isOld = isOld;
    this.session = handle.getSessionId();
  }

  /** How an attempt at a lock went. */
  enum LockState {
    TAKEN,
    /** Somebody else has it. */
    MISSED,
    /** The entry is not there any more, nor is the lock. */
    GONE,
    /** The connection was lost: the lock may be there. */
    UNKNOWN,
    /** The session is over. */
    LOST
  }

  /**
   * One attempt.
   *
   * @param czxid of the lock, when it was taken
   */
  record LockAttempt(String name, LockState outcome, long czxid) {}

  /** An attempt under way: first the lock and then the entry, which must still be there. */
  record PendingAttempt(
      String name,
      CompletableFuture<ZooKeeperCalls.Created> lock,
      CompletableFuture<@Nullable Stat> entry) {}

  PendingAttempt tryTake(String name) {
    String lock = ZooKeeperPaths.lock(name);
    return new PendingAttempt(
        name,
        isOld.getAsBoolean()
            ? ZooKeeperCalls.createThenStat(handle, lock, id, CreateMode.EPHEMERAL)
            : ZooKeeperCalls.createWithStat(handle, lock, id, CreateMode.EPHEMERAL),
        ZooKeeperCalls.stat(handle, ZooKeeperPaths.entry(name)));
  }

  LockAttempt finish(PendingAttempt pendingAttempt) {
    String name = pendingAttempt.name();
    Code lock = ZooKeeperCalls.code(pendingAttempt.lock());
    Code entry = ZooKeeperCalls.code(pendingAttempt.entry());
    if (lock == Code.NODEEXISTS) {
      return new LockAttempt(name, LockState.MISSED, 0);
    }
    if (lock == Code.SESSIONEXPIRED || entry == Code.SESSIONEXPIRED) {
      return new LockAttempt(name, LockState.LOST, 0);
    }
    if (lock != Code.OK || entry != Code.OK) {
      return new LockAttempt(name, LockState.UNKNOWN, 0);
    }
    if (pendingAttempt.entry().join() == null) {
      return new LockAttempt(name, release(name) ? LockState.GONE : LockState.UNKNOWN, 0);
    }
    return new LockAttempt(name, LockState.TAKEN, pendingAttempt.lock().join().stat().getCzxid());
  }

  /** Removes a lock if it is this session's; true if there is none of it any more. */
  boolean release(String name) {
    var found = ZooKeeperCalls.stat(handle, ZooKeeperPaths.lock(name));
    Code code = ZooKeeperCalls.code(found);
    if (code != Code.OK) {
      return code == Code.SESSIONEXPIRED;
    }
    Stat stat = found.join();
    if (stat == null || stat.getEphemeralOwner() != session) {
      return true;
    }
    Code deleted = ZooKeeperCalls.code(ZooKeeperCalls.delete(handle, ZooKeeperPaths.lock(name)));
    return deleted == Code.OK || deleted == Code.NONODE || deleted == Code.SESSIONEXPIRED;
  }

  /** Whether this session has the lock. */
  boolean isOwn(String name) {
    Stat stat = ZooKeeperCalls.await(ZooKeeperCalls.stat(handle, ZooKeeperPaths.lock(name)));
    return stat != null && stat.getEphemeralOwner() == session;
  }

  /** Removes a lock of this session, and with it the entry, in one transaction. */
  CompletableFuture<?> consumeAsync(String name) {
    return ZooKeeperCalls.multi(
        handle,
        List.of(
            Op.delete(ZooKeeperPaths.entry(name), -1), Op.delete(ZooKeeperPaths.lock(name), -1)));
  }

  /**
   * Removes entry and lock, whichever is still there.
   *
   * @throws UnavailableException if it is not known whether that was done
   */
  void consume(String name) {
    finishConsume(name, consumeAsync(name));
  }

  /** As {@link #consume}, of what was begun by {@link #consumeAsync}. */
  void finishConsume(String name, CompletableFuture<?> consuming) {
    Code code = ZooKeeperCalls.code(consuming);
    if (code == Code.OK || code == Code.SESSIONEXPIRED) {
      return;
    }
    if (code != Code.NONODE) {
      throw new UnavailableException("entry '" + name + "' could not be removed: " + code);
    }
    // One of the two is gone. The entry goes only under an own lock: it may be another's by now.
    if (isOwn(name)) {
      Code entry = ZooKeeperCalls.code(ZooKeeperCalls.delete(handle, ZooKeeperPaths.entry(name)));
      if ((entry != Code.OK && entry != Code.NONODE) || !release(name)) {
        throw new UnavailableException("entry '" + name + "' could not be removed: " + entry);
      }
    }
  }
}
