// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.UnavailableException;
import dev.baton.externalboard.LockSession.LockAttempt;
import dev.baton.externalboard.LockSession.LockState;
import dev.baton.service.Batches;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Takes and releases the locks of entries in one session, in the format of kazoo's queue. */
sealed class EntryLocks permits ZooKeeperLockSession {

  /**
   * How many locks one transaction creates. If another session has one of them, none is created,
   * and all of them are tried one by one.
   */
  private static final int PER_TRANSACTION = 25;

  private final ZooKeeper handle;
  private final BooleanSupplier isOld;
  private final long session;
  private final ConsumeEntries consumeEntries;
  // The content of a lock node, in kazoo's format. kazoo recognizes its own locks by this content;
  // Baton recognizes them by the session that owns the node.
  private final byte[] id =
      UUID.randomUUID().toString().replace("-", "").getBytes(StandardCharsets.US_ASCII);

  /**
   * @param isOld whether the ZooKeeper servers are older than 3.6
   */
  EntryLocks(ZooKeeper handle, BooleanSupplier isOld) {
    this.handle = handle;
    this.isOld = isOld;
    this.session = handle.getSessionId();
    this.consumeEntries = new ConsumeEntries(handle);
  }

  /**
   * The two requests of an attempt to take a lock: the first creates the lock, the second checks
   * that the entry still exists.
   */
  private record PendingAttempt(
      String name,
      CompletableFuture<ZooKeeperCalls.Created> lock,
      CompletableFuture<@Nullable Stat> entry) {}

  private PendingAttempt tryTake(String name) {
    String lock = ZooKeeperPaths.lock(name);
    return new PendingAttempt(
        name,
        isOld.getAsBoolean()
            ? ZooKeeperCalls.createThenStat(handle, lock, id, CreateMode.EPHEMERAL)
            : ZooKeeperCalls.createWithStat(handle, lock, id, CreateMode.EPHEMERAL),
        ZooKeeperCalls.stat(handle, ZooKeeperPaths.entry(name)));
  }

  /** The two requests of an attempt to take several locks in one transaction. */
  private record PendingTransaction(
      List<String> names,
      CompletableFuture<List<OpResult>> locks,
      CompletableFuture<List<ZooKeeperCalls.@Nullable Data>> read) {}

  /**
   * Tries to take the locks of several entries. Sends the requests for all entries before it waits
   * for an answer. Creates many locks in one transaction if the server can also read many nodes by
   * one request; the locks of one transaction have the same token.
   *
   * @param offset the fencing token offset: the token of a lock is the czxid of its node plus this
   *     number
   */
  List<LockAttempt> take(Collection<String> names, long offset) {
    if (isOld.getAsBoolean() || names.size() == 1) {
      return takeOneByOne(names, offset);
    }
    List<PendingTransaction> sent =
        Batches.of(names, PER_TRANSACTION).stream().map(this::tryTakeAll).toList();
    List<LockAttempt> attempts = new ArrayList<>();
    sent.forEach(transaction -> attempts.addAll(finish(transaction, offset)));
    return attempts;
  }

  private List<LockAttempt> takeOneByOne(Collection<String> names, long offset) {
    List<PendingAttempt> tried = names.stream().map(this::tryTake).toList();
    return tried.stream().map(attempt -> finish(attempt, offset)).toList();
  }

  private PendingTransaction tryTakeAll(List<String> names) {
    List<Op> creates = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    paths.add(ZooKeeperPaths.lock(names.getFirst()));
    for (String name : names) {
      creates.add(
          Op.create(
              ZooKeeperPaths.lock(name), id, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL));
      paths.add(ZooKeeperPaths.entry(name));
    }
    // The server carries out the requests of one connection in their order, so the read shows
    // whether the entries exist after their locks were created.
    return new PendingTransaction(
        names, ZooKeeperCalls.multi(handle, creates), ZooKeeperCalls.dataOfMany(handle, paths));
  }

  private List<LockAttempt> finish(PendingTransaction transaction, long offset) {
    Code locks = ZooKeeperCalls.code(transaction.locks());
    Code read = ZooKeeperCalls.code(transaction.read());
    if (locks == Code.SESSIONEXPIRED || read == Code.SESSIONEXPIRED) {
      return all(transaction.names(), LockState.LOST);
    }
    if (locks == Code.NODEEXISTS) {
      // Another session has one of the locks, so no lock was created.
      return takeOneByOne(transaction.names(), offset);
    }
    List<ZooKeeperCalls.@Nullable Data> found =
        locks == Code.OK && read == Code.OK ? transaction.read().join() : List.of();
    ZooKeeperCalls.Data lock = found.isEmpty() ? null : found.getFirst();
    if (lock == null) {
      return all(transaction.names(), LockState.UNKNOWN);
    }
    long token = offset + lock.stat().getCzxid();
    List<LockAttempt> attempts = new ArrayList<>();
    for (int i = 0; i < transaction.names().size(); i++) {
      String name = transaction.names().get(i);
      attempts.add(
          found.get(i + 1) == null
              ? new LockAttempt(name, release(name) ? LockState.REMOVED : LockState.UNKNOWN, 0)
              : new LockAttempt(name, LockState.TAKEN, token));
    }
    return attempts;
  }

  private static List<LockAttempt> all(List<String> names, LockState lockState) {
    return names.stream().map(name -> new LockAttempt(name, lockState, 0)).toList();
  }

  private LockAttempt finish(PendingAttempt pendingAttempt, long offset) {
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
      return new LockAttempt(name, release(name) ? LockState.REMOVED : LockState.UNKNOWN, 0);
    }
    long czxid = pendingAttempt.lock().join().stat().getCzxid();
    return new LockAttempt(name, LockState.TAKEN, offset + czxid);
  }

  /**
   * Removes a lock if this session has it. Returns true if this session certainly does not have the
   * lock any more.
   */
  public boolean release(String name) {
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

  public boolean isOwn(String name) {
    Stat stat = stat(name);
    return stat != null && stat.getEphemeralOwner() == session;
  }

  public boolean isOlder(String name, String thanName) {
    Stat stat = stat(name);
    Stat than = stat(thanName);
    return stat != null && than != null && stat.getCzxid() < than.getCzxid();
  }

  private @Nullable Stat stat(String name) {
    return ZooKeeperCalls.await(ZooKeeperCalls.stat(handle, ZooKeeperPaths.lock(name)));
  }

  /**
   * Sends a request that removes an entry together with its lock, in one transaction, which may
   * also remove other entries. {@link #finishConsume} checks the answer.
   */
  public CompletableFuture<?> consumeAsync(String name) {
    return consumeEntries.run(name);
  }

  /**
   * Waits for the answer to {@link #consumeAsync}. If the entry or the lock did not exist, removes
   * the other one, if it belongs to this session.
   *
   * @throws UnavailableException if it is unknown whether they were removed
   */
  public void finishConsume(String name, CompletableFuture<?> consuming) {
    Code code = ZooKeeperCalls.code(consuming);
    if (code == Code.OK || code == Code.SESSIONEXPIRED) {
      return;
    }
    if (code != Code.NONODE) {
      throw new UnavailableException("entry '" + name + "' could not be removed: " + code);
    }
    // The transaction failed because the entry or the lock does not exist. Without the lock, the
    // entry is left alone, because another session may have taken it.
    if (isOwn(name)) {
      Code entry = ZooKeeperCalls.code(ZooKeeperCalls.delete(handle, ZooKeeperPaths.entry(name)));
      if ((entry != Code.OK && entry != Code.NONODE) || !release(name)) {
        throw new UnavailableException("entry '" + name + "' could not be removed: " + entry);
      }
    }
  }
}
