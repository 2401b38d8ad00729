// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.Ledger.Waiting;
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

/** Makes entries, and removes free ones, for those who post and do not claim. */
final class Postings {

  private static final Logger LOG = LoggerFactory.getLogger(Postings.class);
  private static final int PER_TRANSACTION = 100;

  private final FollowQueue queue;

  Postings(FollowQueue queue) {
    this.queue = queue;
  }

  /**
   * Makes an entry for each job, in order; many transactions are under way at once.
   *
   * @throws BatonException if some could not be made, or may not have been
   */
  void post(List<Waiting> jobs) {
    ZooKeeper handle = queue.handle();
    List<CompletableFuture<List<OpResult>>> answers = new ArrayList<>();
    for (int from = 0; from < jobs.size(); from += PER_TRANSACTION) {
      List<Op> creates = new ArrayList<>();
      for (Waiting job : jobs.subList(from, Math.min(jobs.size(), from + PER_TRANSACTION))) {
        creates.add(
            Op.create(
                Paths.newEntry(job.priority()),
                job.job().toString().getBytes(StandardCharsets.UTF_8),
                Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT_SEQUENTIAL));
      }
      answers.add(Calls.multi(handle, creates));
    }
    answers.forEach(Calls::await);
  }

  /**
   * Removes entries that nobody has taken; those that somebody has are his to remove.
   *
   * @return those that were removed
   */
  List<String> remove(Collection<String> names) {
    Locks locks = new Locks(queue.handle(), queue::isOld);
    List<Locks.Trying> tried = names.stream().map(locks::tryTake).toList();
    List<String> removed = new ArrayList<>();
    for (Locks.Trying trying : tried) {
      Locks.Attempt attempt = locks.finish(trying);
      switch (attempt.outcome()) {
        case TAKEN -> removed.add(attempt.name());
        case UNKNOWN -> locks.letGo(attempt.name());
        case MISSED, GONE, LOST -> LOG.debug("entry={} not removed here", attempt.name());
      }
    }
    List<CompletableFuture<?>> consuming = new ArrayList<>();
    removed.forEach(name -> consuming.add(locks.consuming(name)));
    for (int i = 0; i < removed.size(); i++) {
      locks.finishConsume(removed.get(i), consuming.get(i));
    }
    return removed;
  }

  /** The entries of the job that nobody has taken. */
  List<String> freeOf(JobId job) {
    QueueView view = queue.view();
    return view.namesOf(job).stream().filter(name -> !view.isTaken(name)).toList();
  }
}
