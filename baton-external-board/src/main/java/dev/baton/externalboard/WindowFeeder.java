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
 * Keeps the most urgent waiting jobs posted on the board and the others in the store. All processes
 * are candidates for this role; the board chooses the feeder. If two processes feed at the same
 * time during a change of the feeder, they post some jobs twice, and executors detect this when
 * they claim.
 */
final class WindowFeeder implements Service {

  private static final Duration APART = Duration.ofMillis(50);
  private static final Duration POLL = Duration.ofSeconds(2);

  /**
   * The interval at which the feeder reconciles the board. If all other processes belong to another
   * system, only the feeder reconciles the board.
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
  // Written by the thread of the poll loop, or under the lock; read by any thread.
  private volatile boolean leads;
  private volatile boolean backlog;
  private volatile @Nullable Instant nextDue;
  private volatile Deadline nextCheck;
  // Used by the thread of the poll loop.
  private Deadline nextReconcile;
  // Written before the start.
  private volatile Runnable reconcile = () -> {};
  // Written by start.
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
   * the store at least every {@link #POLL}, so only an earlier time is reported to it, whichever
   * process it is.
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

  /** The grace in which processes post the jobs that they write. They report their writes to it. */
  PostingGrace postingGrace() {
    return postingGrace;
  }

  /** Returns the jobs that belong in the window now: the first jobs of each priority. */
  List<UnpostedJob> jobsForWindow(List<UnpostedJob> jobs) {
    return filling.jobsForWindow(jobs);
  }

  /** Reports that entries were taken, so that the window may need more. */
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
      // The previous feeder may have ended because the board lost its data.
      nextReconcile = new Deadline(clock.nanos());
    }
    if (!leads) {
      return PassResult.waitFor(POLL.multipliedBy(5));
    }
    if (nextReconcile.isPast(clock)) {
      // If this fails, the next passes feed the window, and the board is reconciled again soon.
      nextReconcile = Deadline.after(clock.nanos(), RECONCILE.dividedBy(20));
      reconcile.run();
      nextReconcile = Deadline.after(clock.nanos(), RECONCILE);
    }
    boolean needed = isNeeded();
    // Read before the window is fed: a job that becomes due while the window is fed is fed in the
    // next pass.
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
   * For a session that finds too few entries: feeds the window if this process is the feeder and
   * jobs may wait. Returns whether it did.
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

  /** Posts the jobs that belong in the window; returns whether this should be repeated soon. */
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
   * Fills the window of a board that lost entries, whichever process is the feeder.
   *
   * @param missing jobs that the store counted as posted but that have no entries
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
