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
final class Locks {

  private final ZooKeeper handle;
  private final BooleanSupplier isOld;
  private final long session;
  // What kazoo compares before it consumes or releases; here the owner of the node is compared.
  private final byte[] id =
      UUID.randomUUID().toString().replace("-", "").getBytes(StandardCharsets.US_ASCII);

  /**
   * @param isOld whether the servers are older than ZooKeeper 3.6
   */
  Locks(ZooKeeper handle, BooleanSupplier isOld) {
    this.handle = handle;
    this.isOld = isOld;
    this.session = handle.getSessionId();
  }

  /** How an attempt at a lock went. */
  enum Outcome {
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
  record Attempt(String name, Outcome outcome, long czxid) {}

  /** An attempt under way: first the lock and then the entry, which must still be there. */
  record Trying(
      String name,
      CompletableFuture<Calls.Created> lock,
      CompletableFuture<@Nullable Stat> entry) {}

  Trying tryTake(String name) {
    String lock = Paths.lock(name);
    return new Trying(
        name,
        isOld.getAsBoolean()
            ? Calls.createThenStat(handle, lock, id, CreateMode.EPHEMERAL)
            : Calls.createWithStat(handle, lock, id, CreateMode.EPHEMERAL),
        Calls.stat(handle, Paths.entry(name)));
  }

  Attempt finish(Trying trying) {
    String name = trying.name();
    Code lock = Calls.code(trying.lock());
    Code entry = Calls.code(trying.entry());
    if (lock == Code.NODEEXISTS) {
      return new Attempt(name, Outcome.MISSED, 0);
    }
    if (lock == Code.SESSIONEXPIRED || entry == Code.SESSIONEXPIRED) {
      return new Attempt(name, Outcome.LOST, 0);
    }
    if (lock != Code.OK || entry != Code.OK) {
      return new Attempt(name, Outcome.UNKNOWN, 0);
    }
    if (trying.entry().join() == null) {
      return new Attempt(name, letGo(name) ? Outcome.GONE : Outcome.UNKNOWN, 0);
    }
    return new Attempt(name, Outcome.TAKEN, trying.lock().join().stat().getCzxid());
  }

  /** Removes a lock if it is this session's; true if there is none of it any more. */
  boolean letGo(String name) {
    var found = Calls.stat(handle, Paths.lock(name));
    Code code = Calls.code(found);
    if (code != Code.OK) {
      return code == Code.SESSIONEXPIRED;
    }
    Stat stat = found.join();
    if (stat == null || stat.getEphemeralOwner() != session) {
      return true;
    }
    Code deleted = Calls.code(Calls.delete(handle, Paths.lock(name)));
    return deleted == Code.OK || deleted == Code.NONODE || deleted == Code.SESSIONEXPIRED;
  }

  /** Whether this session has the lock. */
  boolean isOwn(String name) {
    Stat stat = Calls.await(Calls.stat(handle, Paths.lock(name)));
    return stat != null && stat.getEphemeralOwner() == session;
  }

  /** Removes a lock of this session, and with it the entry, in one transaction. */
  CompletableFuture<?> consuming(String name) {
    return Calls.multi(
        handle, List.of(Op.delete(Paths.entry(name), -1), Op.delete(Paths.lock(name), -1)));
  }

  /**
   * Removes entry and lock, whichever is still there.
   *
   * @throws UnavailableException if it is not known whether that was done
   */
  void consume(String name) {
    finishConsume(name, consuming(name));
  }

  /** As {@link #consume}, of what was begun by {@link #consuming}. */
  void finishConsume(String name, CompletableFuture<?> consuming) {
    Code code = Calls.code(consuming);
    if (code == Code.OK || code == Code.SESSIONEXPIRED) {
      return;
    }
    if (code != Code.NONODE) {
      throw new UnavailableException("entry '" + name + "' could not be removed: " + code);
    }
    // One of the two is gone. The entry goes only under an own lock: it may be another's by now.
    if (isOwn(name)) {
      Code entry = Calls.code(Calls.delete(handle, Paths.entry(name)));
      if ((entry != Code.OK && entry != Code.NONODE) || !letGo(name)) {
        throw new UnavailableException("entry '" + name + "' could not be removed: " + entry);
      }
    }
  }
}
