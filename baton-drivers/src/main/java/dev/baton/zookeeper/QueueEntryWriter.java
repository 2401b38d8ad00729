// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.ExternalBoardStore.UnpostedJob;
import dev.baton.error.BatonException;
import dev.baton.job.JobId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates entries and removes free entries, for processes that post and do not claim. */
final class QueueEntryWriter {

  private static final Logger LOG = LoggerFactory.getLogger(QueueEntryWriter.class);
  private static final int PER_TRANSACTION = 100;

  private final FollowQueue queue;

  QueueEntryWriter(FollowQueue queue) {
    this.queue = queue;
  }

  /**
   * Creates an entry for each job, in order, with many transactions at the same time.
   *
   * @throws BatonException if some entries could not be created, or may not have been created
   */
  void post(List<UnpostedJob> jobs) {
    ZooKeeper handle = queue.handle();
    List<CompletableFuture<List<OpResult>>> answers = new ArrayList<>();
    for (int from = 0; from < jobs.size(); from += PER_TRANSACTION) {
      List<Op> creates = new ArrayList<>();
      for (UnpostedJob job : jobs.subList(from, Math.min(jobs.size(), from + PER_TRANSACTION))) {
        creates.add(
            Op.create(
                ZooKeeperPaths.newEntry(job.priority()),
                job.job().toString().getBytes(StandardCharsets.UTF_8),
                Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT_SEQUENTIAL));
      }
      answers.add(ZooKeeperCalls.multi(handle, creates));
    }
    answers.forEach(ZooKeeperCalls::await);
  }

  /**
   * Removes free entries. An entry that an executor has taken must be removed by that executor.
   *
   * @return the names of the removed entries
   */
  List<String> remove(Collection<String> names) {
    EntryLocks entryLocks = new EntryLocks(queue.handle(), queue::isBefore36);
    List<EntryLocks.PendingAttempt> tried = names.stream().map(entryLocks::tryTake).toList();
    List<String> removed = new ArrayList<>();
    for (EntryLocks.PendingAttempt pendingAttempt : tried) {
      EntryLocks.LockAttempt lockAttempt = entryLocks.finish(pendingAttempt);
      switch (lockAttempt.outcome()) {
        case TAKEN -> removed.add(lockAttempt.name());
        case UNKNOWN -> entryLocks.release(lockAttempt.name());
        case MISSED, GONE, LOST ->
            LOG.debug("entry not removed by this process: entry={}", lockAttempt.name());
      }
    }
    List<CompletableFuture<?>> consuming = new ArrayList<>();
    removed.forEach(name -> consuming.add(entryLocks.consumeAsync(name)));
    for (int i = 0; i < removed.size(); i++) {
      entryLocks.finishConsume(removed.get(i), consuming.get(i));
    }
    return removed;
  }

  /** Returns the free entries of the job. */
  List<String> freeOf(JobId job) {
    QueueView view = queue.view();
    return view.namesOf(job).stream().filter(name -> !view.isTaken(name)).toList();
  }
}
