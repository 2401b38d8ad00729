// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.ExternalBoardStore.UnpostedJob;
import dev.baton.externalboard.EntryQueue;
import dev.baton.externalboard.LockSession;
import dev.baton.service.Batches;
import dev.baton.service.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes the queue in ZooKeeper, in the format of kazoo's {@code LockingQueue}. */
final class ZooKeeperEntryQueue extends FollowQueue implements EntryQueue {

  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperEntryQueue.class);
  private static final int PER_TRANSACTION = 100;

  private final ZooKeeperConnection.Servers servers;
  private final Clock clock;

  ZooKeeperEntryQueue(ZooKeeperConnection.Servers servers, Duration sessionTimeout, Clock clock) {
    super(servers, sessionTimeout, clock);
    this.servers = servers;
    this.clock = clock;
  }

  @Override
  public String address() {
    return connection().address();
  }

  @Override
  public String path(String name) {
    return ZooKeeperPaths.entry(name);
  }

  @Override
  public LockSession openSession(Duration lease, Supplier<@Nullable Duration> leaseLeft) {
    TrustedSession session = TrustedSession.open(servers, lease, clock, leaseLeft::get);
    return new ZooKeeperLockSession(session, tokens(), this::isBefore36);
  }

  @Override
  public boolean endSession(String reference) {
    return EndZooKeeperSession.run(servers, ZooKeeperSessionReference.parse(reference));
  }

  @Override
  public boolean tryFeederRole() {
    ZooKeeper handle = handle();
    var created =
        ZooKeeperCalls.create(handle, ZooKeeperPaths.FEEDER, new byte[0], CreateMode.EPHEMERAL);
    Code code = ZooKeeperCalls.code(created);
    if (code != Code.NODEEXISTS) {
      ZooKeeperCalls.await(created);
      LOG.info(
          "this process is now the feeder, which fills the window: zooKeeperSession={}",
          Long.toHexString(handle.getSessionId()));
      return true;
    }
    Stat stat = ZooKeeperCalls.await(ZooKeeperCalls.stat(handle, ZooKeeperPaths.FEEDER));
    return stat != null && stat.getEphemeralOwner() == handle.getSessionId();
  }

  @Override
  public CompletableFuture<?> notifyFeeder() {
    return ZooKeeperCalls.set(handle(), ZooKeeperPaths.FEEDER, new byte[0], -1);
  }

  /**
   * Creates the entries in several transactions, and sends all of them before it waits for an
   * answer.
   */
  @Override
  public void post(List<UnpostedJob> jobs) {
    ZooKeeper handle = handle();
    List<CompletableFuture<List<OpResult>>> answers = new ArrayList<>();
    for (List<UnpostedJob> some : Batches.of(jobs, PER_TRANSACTION)) {
      List<Op> creates = new ArrayList<>();
      for (UnpostedJob job : some) {
        creates.add(
            Op.create(
                ZooKeeperPaths.newEntry(job.priority()),
                job.job().toString().getBytes(StandardCharsets.UTF_8),
                Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT_SEQUENTIAL));
      }
      answers.add(ZooKeeperCalls.multi(handle, creates, results -> posted(some, results)));
    }
    answers.forEach(ZooKeeperCalls::await);
  }

  /** Adds the jobs of created entries to the view, so that this process need not read them. */
  private void posted(List<UnpostedJob> jobs, List<OpResult> created) {
    for (int i = 0; i < jobs.size(); i++) {
      if (created.get(i) instanceof OpResult.CreateResult entry) {
        view().setJob(ZooKeeperPaths.name(entry.getPath()), jobs.get(i).job());
      }
    }
  }

  @Override
  public List<String> remove(Collection<String> names) {
    EntryLocks entryLocks = new EntryLocks(handle(), this::isBefore36);
    List<String> removed = new ArrayList<>();
    for (LockSession.LockAttempt lockAttempt : entryLocks.take(names, 0)) {
      switch (lockAttempt.outcome()) {
        case TAKEN -> removed.add(lockAttempt.name());
        case UNKNOWN -> entryLocks.release(lockAttempt.name());
        case MISSED, REMOVED, LOST ->
            LOG.debug("entry was not removed by this process: entry={}", lockAttempt.name());
      }
    }
    List<CompletableFuture<?>> consuming = new ArrayList<>();
    removed.forEach(name -> consuming.add(entryLocks.consumeAsync(name)));
    for (int i = 0; i < removed.size(); i++) {
      entryLocks.finishConsume(removed.get(i), consuming.get(i));
    }
    return removed;
  }
}
