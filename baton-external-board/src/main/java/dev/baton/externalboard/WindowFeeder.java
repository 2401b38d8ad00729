// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.ExternalBoardStore;
import dev.baton.board.ExternalBoardStore.UnpostedJob;
import dev.baton.board.JobBoard;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.Lifecycle;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the most urgent waiting jobs posted on the board; the other waiting jobs stay in the store.
 * Every process runs this service, and the board chooses one of them as the feeder. When the feeder
 * changes, two processes may feed at the same time for a moment. Then some jobs have two entries,
 * which executors detect when they claim.
 */
final class WindowFeeder implements Service {

  private static final Duration APART = Duration.ofMillis(50);
  private static final Duration POLL = Duration.ofSeconds(2);

  /**
   * How often the feeder reconciles the board. Nobody else reconciles it if all other processes
   * belong to another system.
   */
  private static final Duration RECONCILE = Duration.ofMinutes(5);

  private final EntryQueue queue;
  private final JobBoard store;
  private final Clock clock;
  private final PollLoop loop;
  private final ReentrantLock feeding = new ReentrantLock();
  private final PostingGrace postingGrace;
  private final FillWindow filling;
  private final NotifyFeeder hint;
  private final AtomicBoolean changed = new AtomicBoolean(true);
  private final Lifecycle life = new Lifecycle();
  // Whether this process is the feeder. Written by the thread of the poll loop and by a callback of
  // the queue view, read by any thread.
  private volatile boolean leads;
  // Like the two fields below, written by the thread of the poll loop or under the lock, and read
  // by
  // any thread.
  private volatile boolean backlog;
  private volatile @Nullable Instant nextDue;
  private volatile Deadline nextCheck;
  // When the board is reconciled next. Used by the thread of the poll loop.
  private Deadline nextReconcile;
  // Written before this service starts.
  private volatile Runnable reconcile = () -> {};
  // Written when this service starts.
  private volatile Watch watch = () -> {};

  WindowFeeder(
      String threadRole,
      EntryQueue queue,
      ExternalBoardStore externalBoardStore,
      JobBoard store,
      int window,
      Clock clock) {
    this.queue = queue;
    this.store = store;
    this.clock = clock;
    this.hint = new NotifyFeeder(queue);
    this.postingGrace = new PostingGrace(clock, this::onChange);
    this.filling = new FillWindow(queue, externalBoardStore, postingGrace, window);
    this.nextCheck = new Deadline(clock.nanos());
    this.nextReconcile = nextCheck;
    this.loop = PollLoop.withGracefulStop(threadRole, this::pass, Duration.ofSeconds(2));
  }

  /**
   * Sets the callback that reconciles the board. The feeder runs it when it becomes the feeder and
   * then periodically.
   */
  void onReconcile(Runnable callback) {
    reconcile = callback;
  }

  @Override
  public void start() {
    life.start(
        () -> {
          queue
              .view()
              .watchFeeder(
                  () -> {
                    leads = false;
                    loop.wake();
                  },
                  () -> {
                    if (leads) {
                      storeChanged();
                    }
                  });
          watch = store.watch(this::storeChanged);
          loop.start();
        },
        this::end);
  }

  /** Waits two seconds for a running pass; then as {@link PollLoop#stop()}, at most ten seconds. */
  @Override
  public void stop() {
    life.stop(this::end);
  }

  private void end() {
    watch.close();
    loop.stop();
  }

  private void storeChanged() {
    changed.set(true);
    loop.wake();
  }

  /**
   * Reports that a job was written which becomes due at this time. The feeder reads such times from
   * the store every {@link #POLL}, so this process notifies the feeder only if the job is due
   * before that.
   */
  void jobFallsDue(Instant due) {
    if (due.isBefore(clock.now().plus(POLL))) {
      onChange();
    }
  }

  private void onChange() {
    if (leads) {
      storeChanged();
    } else {
      hint.send();
    }
  }

  /**
   * Returns the rules of the posting grace. Every process that writes jobs reports its writes
   * there.
   */
  PostingGrace postingGrace() {
    return postingGrace;
  }

  /**
   * Returns those of the jobs that are urgent enough to be posted at once, by the process that
   * wrote them.
   */
  List<UnpostedJob> jobsForWindow(List<UnpostedJob> jobs) {
    return filling.jobsForWindow(jobs);
  }

  /** Reports that entries were locked or removed, so that the window may need more jobs. */
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
    if (!leads && queue.tryFeederRole()) {
      leads = true;
      changed.set(true);
      // Reconciles at once, because the previous feeder may have lost the role when the board lost
      // its data.
      nextReconcile = new Deadline(clock.nanos());
    }
    if (!leads) {
      return PassResult.waitFor(POLL.multipliedBy(5));
    }
    if (nextReconcile.isPast(clock)) {
      // A short interval in case the reconciliation fails: then the next passes feed the window,
      // and the reconciliation is repeated soon.
      nextReconcile = Deadline.after(clock.nanos(), RECONCILE.dividedBy(20));
      reconcile.run();
      nextReconcile = Deadline.after(clock.nanos(), RECONCILE);
    }
    boolean needed = isNeeded();
    // Read before the window is fed, because a job may become due during that. The next pass feeds
    // such a job.
    Instant due = store.nextDue();
    nextDue = due;
    boolean more = needed && feed();
    return PassResult.waitFor(more ? APART : until(due));
  }

  private boolean isNeeded() {
    Instant due = nextDue;
    return changed.get()
        || nextCheck.isPast(clock)
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
   * Feeds the window now if this process is the feeder and jobs may wait. Called by a session that
   * found too few entries. Returns whether the window was fed.
   */
  boolean feedIfFeeder() {
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

  /** Posts the jobs that belong in the window. Returns whether to call it again soon. */
  private boolean feed() {
    feeding.lock();
    try {
      changed.set(false);
      nextCheck = Deadline.after(clock.nanos(), POLL);
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
   * Fills the window of a board that has lost entries. Any process may call it, not only the
   * feeder.
   *
   * @param missing jobs that are posted according to the store but have no entries
   * @return the number of missing jobs; those that do not fit in the window are posted later
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
