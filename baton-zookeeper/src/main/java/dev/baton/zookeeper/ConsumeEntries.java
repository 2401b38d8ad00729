// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * Removes entries together with their locks, many in one transaction: the entries that callers
 * consume while a transaction is on its way share the next transaction. If ZooKeeper refuses a
 * transaction with several entries, each of its entries gets a transaction of its own, so that one
 * missing lock does not affect the other entries.
 */
final class ConsumeEntries {

  private static final int MOST_PER_TRANSACTION = 100;

  private record PendingConsume(String name, CompletableFuture<List<OpResult>> answer) {}

  private final ZooKeeper handle;
  // Guarded by the lock of this object, like the field below.
  private final Deque<PendingConsume> waiting = new ArrayDeque<>();
  private boolean busy;

  ConsumeEntries(ZooKeeper handle) {
    this.handle = handle;
  }

  /** Sends a request that removes the entry and its lock, or neither. */
  CompletableFuture<List<OpResult>> run(String name) {
    PendingConsume pendingConsume = new PendingConsume(name, new CompletableFuture<>());
    synchronized (this) {
      waiting.add(pendingConsume);
      if (busy) {
        return pendingConsume.answer();
      }
      busy = true;
    }
    sendNext();
    return pendingConsume.answer();
  }

  private void sendNext() {
    List<PendingConsume> batch = new ArrayList<>();
    synchronized (this) {
      while (!waiting.isEmpty() && batch.size() < MOST_PER_TRANSACTION) {
        batch.add(waiting.remove());
      }
      busy = !batch.isEmpty();
    }
    if (batch.isEmpty()) {
      return;
    }
    CompletableFuture<?> unused =
        send(batch)
            .whenComplete((results, failure) -> {
              // First the next transaction, because the threads that wait for this answer may need
              // the processor.
              sendNext();
              finish(batch, results, failure);
            });
  }

  private CompletableFuture<List<OpResult>> send(List<PendingConsume> batch) {
    List<Op> deletes = new ArrayList<>();
    for (PendingConsume pendingConsume : batch) {
      deletes.add(Op.delete(ZooKeeperPaths.entry(pendingConsume.name()), -1));
      deletes.add(Op.delete(ZooKeeperPaths.lock(pendingConsume.name()), -1));
    }
    return ZooKeeperCalls.multi(handle, deletes);
  }

  private void finish(
      List<PendingConsume> batch, List<OpResult> results, @Nullable Throwable failure) {
    if (failure == null) {
      batch.forEach(pendingConsume -> pendingConsume.answer().complete(results));
    } else if (batch.size() > 1
        && failure instanceof KeeperException refusal
        && refusal.code() == Code.NONODE) {
      batch.forEach(pendingConsume -> forward(send(List.of(pendingConsume)), pendingConsume));
    } else {
      batch.forEach(pendingConsume -> pendingConsume.answer().completeExceptionally(failure));
    }
  }

  private static void forward(
      CompletableFuture<List<OpResult>> sent, PendingConsume pendingConsume) {
    CompletableFuture<?> unused =
        sent.whenComplete((results, failure) -> {
          if (failure == null) {
            pendingConsume.answer().complete(results);
          } else {
            pendingConsume.answer().completeExceptionally(failure);
          }
        });
  }
}
