// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.InvalidInputException;
import dev.baton.externalboard.QueueView;
import dev.baton.job.JobId;
import dev.baton.service.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the jobs of new entries on one connection, and adds them to the view. The entries that
 * appear while a read is on its way share the next read.
 */
final class LoadEntries {

  private static final Logger LOG = LoggerFactory.getLogger(LoadEntries.class);
  private static final int MOST_PER_READ = 500;

  private final ZooKeeper handle;
  private final QueueView view;
  private final BooleanSupplier isLost;
  // Whether several nodes can be read by one request. Written before the connection is followed.
  private volatile boolean readsMany;
  // Guarded by the lock of this object, like the fields below. The entries of the next read, and a
  // future that completes with that read.
  private List<String> waiting = new ArrayList<>();
  private CompletableFuture<@Nullable Void> next = new CompletableFuture<>();
  // The read that is on its way; completed if there is none.
  private CompletableFuture<@Nullable Void> current = CompletableFuture.completedFuture(null);

  /**
   * @param isLost whether the connection was lost; then nothing is added to the view
   */
  LoadEntries(ZooKeeper handle, QueueView view, BooleanSupplier isLost) {
    this.handle = handle;
    this.view = view;
    this.isLost = isLost;
  }

  /** Called if the server is ZooKeeper 3.6 or later, which can read several nodes at once. */
  void readMany() {
    readsMany = true;
  }

  /** Reads the job of the entry. */
  void run(String name) {
    if (ZooKeeperPaths.priority(name) < 0) {
      return;
    }
    synchronized (this) {
      waiting.add(name);
      if (!current.isDone()) {
        return;
      }
    }
    sendNext();
  }

  /** Returns a future that completes when the reads of all entries so far have ended. */
  synchronized CompletableFuture<@Nullable Void> idle() {
    return waiting.isEmpty() ? current : next;
  }

  private void sendNext() {
    List<String> names;
    CompletableFuture<@Nullable Void> read;
    synchronized (this) {
      if (waiting.isEmpty() || !current.isDone()) {
        return;
      }
      names = waiting;
      read = next;
      waiting = new ArrayList<>();
      next = new CompletableFuture<>();
      current = read;
    }
    // The view knows the jobs that this process has posted itself.
    List<String> unknown = names.stream().filter(name -> view.job(name) == null).toList();
    CompletableFuture<?>[] answers =
        Batches.of(unknown, readsMany ? MOST_PER_READ : 1).stream()
            .map(this::read)
            .toArray(CompletableFuture[]::new);
    CompletableFuture<?> unused =
        CompletableFuture.allOf(answers)
            .whenComplete((done, failure) -> {
              read.complete(null);
              sendNext();
            });
  }

  private CompletableFuture<?> read(List<String> names) {
    List<String> paths = names.stream().map(ZooKeeperPaths::entry).toList();
    return (readsMany
            ? ZooKeeperCalls.dataOfMany(handle, paths)
            : ZooKeeperCalls.data(handle, paths.getFirst()).thenApply(List::of))
        .thenAccept(found -> {
          for (int i = 0; i < names.size(); i++) {
            ZooKeeperCalls.Data data = found.get(i);
            if (data != null && !isLost.getAsBoolean()) {
              add(names.get(i), data.text());
            }
          }
        });
  }

  private void add(String name, String text) {
    try {
      view.setJob(name, JobId.parse(text));
    } catch (InvalidInputException e) {
      LOG.warn(
          "entry does not name a job and is ignored: entry={} reason={}", name, e.getMessage(), e);
    }
  }
}
