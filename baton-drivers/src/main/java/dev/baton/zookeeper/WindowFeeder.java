// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.ExternalBoardStore;
import dev.baton.board.ExternalBoardStore.UnpostedJob;
import dev.baton.board.JobBoard;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the most urgent of the waiting jobs posted in ZooKeeper, and the rest in the store. All
 * processes stand for it; the one that has the ephemeral node does it. Two that do it at once, in
 * the moment of a change, post some jobs twice, which claimers notice.
 */
final class WindowFeeder implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(WindowFeeder.class);

  private static final Duration APART = Duration.ofMillis(50);
  private static final Duration POLL = Duration.ofSeconds(2);

  /** Beside executors and distributors of other makes nobody else does it. */
  private static final Duration RECONCILE = Duration.ofMinutes(5);

  private final FollowQueue queue;
  private final JobBoard store;
  private final Clock clock;
  private final PollLoop loop;
  private final ReentrantLock feeding = new ReentrantLock();
  private final PostingGrace postingGrace;
  private final FillWindow filling;
  private final NotifyFeeder hint;
  private final AtomicBoolean changed = new AtomicBoolean(true);
  // Written by the loop's thread, or under the lock; read by any.
  private volatile boolean leads;
  private volatile boolean backlog;
  private volatile @Nullable Instant nextDue;
  private volatile Deadline nextLook;
  // Touched by the loop's thread.
  private Deadline nextReconcile;
  // Written before the start.
  private volatile Runnable reconcile = () -> {};
  // Written by start.
  private volatile Watch watch = () -> {};

  WindowFeeder(
      FollowQueue queue,
      QueueEntryWriter queueEntryWriter,
      ExternalBoardStore externalBoardStore,
      JobBoard store,
      int window,
      Clock clock) {
    this.queue = queue;
    this.store = store;
    this.clock = clock;
    this.hint = new NotifyFeeder(queue);
    this.postingGrace = new PostingGrace(clock, this::tell);
    this.filling =
        new FillWindow(queue.view(), queueEntryWriter, externalBoardStore, postingGrace, window);
    this.nextLook = new Deadline(clock.nanos());
    this.nextReconcile = nextLook;
    this.loop = PollLoop.withGracefulStop("zookeeper-feed", this::pass, Duration.ofSeconds(2));
  }

  /** What the process that feeds the window does first, and now and then: it reconciles. */
  void onReconcile(Runnable callback) {
    reconcile = callback;
  }

  @Override
  public void start() {
    queue.onFeederGone(() -> {
      leads = false;
      loop.wake();
    });
    queue.onFeederHint(() -> {
      if (leads) {
        storeChanged();
      }
    });
    watch = store.watch(this::storeChanged);
    loop.start();
  }

  @Override
  public void stop() {
    watch.close();
    loop.stop();
  }

  private void storeChanged() {
    changed.set(true);
    loop.wake();
  }

  /**
   * A job was written that falls due then. Who feeds asks the store for such times at least every
   * {@link #POLL}; what comes sooner is told, whichever process it is.
   */
  void jobFallsDue(Instant due) {
    if (due.isBefore(clock.now().plus(POLL))) {
      tell();
    }
  }

  private void tell() {
    if (leads) {
      storeChanged();
    } else {
      hint.send();
    }
  }

  /** Whoever writes jobs tells of it. */
  PostingGrace postingGrace() {
    return postingGrace;
  }

  /** Those of the jobs, the first of each priority, that belong into the window now. */
  List<UnpostedJob> jobsForWindow(List<UnpostedJob> jobs) {
    return filling.jobsForWindow(jobs);
  }

  /** Somebody took entries; the window may have to be filled up. */
  void postingConsumed() {
    if (leads && backlog && filling.isLow()) {
      loop.wake();
    }
  }

  private PassResult pass() {
    if (!queue.isReady()) {
      leads = false;
      return PassResult.waitFor(Duration.ofMillis(500));
    }
    if (!leads && stand(queue.handle())) {
      leads = true;
      changed.set(true);
      // The one before may have gone because ZooKeeper lost what it had.
      nextReconcile = new Deadline(clock.nanos());
    }
    if (!leads) {
      return PassResult.waitFor(POLL.multipliedBy(5));
    }
    if (nextReconcile.isPast(clock)) {
      // If it fails the window is fed all the same, and it is tried again soon.
      nextReconcile = Deadline.after(clock.nanos(), RECONCILE.dividedBy(20));
      reconcile.run();
      nextReconcile = Deadline.after(clock.nanos(), RECONCILE);
    }
    boolean needed = isNeeded();
    // Before the window is fed: what falls due meanwhile is fed in the next pass.
    Instant due = store.nextDue();
    nextDue = due;
    boolean more = needed && feed();
    return PassResult.waitFor(more ? APART : until(due));
  }

  private boolean stand(ZooKeeper handle) {
    var created =
        ZooKeeperCalls.create(handle, ZooKeeperPaths.FEEDER, new byte[0], CreateMode.EPHEMERAL);
    Code code = ZooKeeperCalls.code(created);
    if (code != Code.NODEEXISTS) {
      ZooKeeperCalls.await(created);
      LOG.info("this process feeds the window in ZooKeeper");
      return true;
    }
    Stat stat = ZooKeeperCalls.await(ZooKeeperCalls.stat(handle, ZooKeeperPaths.FEEDER));
    return stat != null && stat.getEphemeralOwner() == handle.getSessionId();
  }

  private boolean isNeeded() {
    Instant due = nextDue;
    return changed.get()
        || nextLook.isPast(clock)
        || (due != null && !clock.now().isBefore(due))
        || (backlog && filling.isLow());
  }

  private Duration until(@Nullable Instant due) {
    if (due == null) {
      return POLL;
    }
    Duration left = Duration.between(clock.now(), due);
    return left.isNegative() ? Duration.ZERO : left.compareTo(POLL) < 0 ? left : POLL;
  }

  /**
   * For a claimer that finds too little: feeds, if this process is the one to do so and there may
   * be something; answers whether it did.
   */
  boolean claimFeederRole() {
    boolean feeds = leads && isNeeded() && feeding.tryLock();
    if (feeds) {
      try {
        feed();
      } finally {
        feeding.unlock();
      }
    }
    return feeds;
  }

  /** Posts what belongs into the window; answers whether it should be done again soon. */
  private boolean feed() {
    feeding.lock();
    try {
      changed.set(false);
      nextLook = Deadline.after(clock.nanos(), POLL);
      FillWindow.FillResult fillResult = filling.run(false);
      backlog = fillResult.hasMoreWaiting();
      if (fillResult.hasJobsInGrace()) {
        changed.set(true);
      }
      filling.trim();
      return fillResult.hasJobsInGrace() || (fillResult.hasMoreWaiting() && filling.isLow());
    } finally {
      feeding.unlock();
    }
  }

  /**
   * Fills the window, whoever leads; for a board that lost entries.
   *
   * @param missing jobs that were thought to be posted
   * @return how many of those the board has again
   */
  int restore(Set<JobId> missing) {
    feeding.lock();
    try {
      FillWindow.FillResult fillResult = filling.run(!missing.isEmpty());
      while (fillResult.posted() > 0 && fillResult.hasMoreWaiting() && !filling.isFull()) {
        queue.refresh();
        fillResult = filling.run(true);
      }
      backlog = fillResult.hasMoreWaiting();
      return missing.size();
    } finally {
      feeding.unlock();
    }
  }
}
