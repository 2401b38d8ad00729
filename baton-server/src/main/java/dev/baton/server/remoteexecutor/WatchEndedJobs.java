// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.job.JobState;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Ends the long polls of remote executors when a job may have been cancelled, so that they renew
 * their sessions at once. Reads the history only after the backend reported a change, only while a
 * remote executor waits, and at most 500 events. If there are more events, it ends the long polls
 * without reading them, because a needless renewal costs less than the reading.
 */
final class WatchEndedJobs implements Service {

  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);
  private static final int MAX_EVENTS = 500;

  private final JobHistory history;
  private final BooleanSupplier isAwaited;
  private final Runnable signal;
  private final PollLoop loop;
  // Set by any thread, cleared by the poll loop.
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile boolean asleep; // Whether wake() must wake the poll loop.
  // Used only by the poll loop: the number of the last event that was read. Negative if it is
  // unknown.
  private long last = -1;

  WatchEndedJobs(JobHistory history, BooleanSupplier isAwaited, Runnable signal) {
    this.history = history;
    this.isAwaited = isAwaited;
    this.signal = signal;
    this.loop = PollLoop.of("ended-jobs", this::pass);
  }

  void wake() {
    if (woken.compareAndSet(false, true) && asleep) {
      loop.wake();
    }
  }

  @Override
  public void start() {
    loop.start();
  }

  /** Within ten seconds, as {@link PollLoop#stop()}. */
  @Override
  public void stop() {
    loop.stop();
  }

  /**
   * Runs one pass. Changes that are reported during the pause after a pass are read by the next
   * pass.
   */
  private PassResult pass() {
    // Must be set before the flag woken is read. Otherwise a call of wake() between both would not
    // wake the poll loop.
    asleep = true;
    if (!woken.getAndSet(false)) {
      return PassResult.waitFor(UNTIL_WOKEN);
    }
    asleep = false;
    if (!isAwaited.getAsBoolean()) {
      last = -1;
    } else if (last < 0) {
      last = history.latest();
      signal.run();
    } else {
      read();
    }
    return PassResult.waitFor(PAUSE);
  }

  private void read() {
    List<JobEvent> events = history.after(last, MAX_EVENTS);
    if (events.size() == MAX_EVENTS) {
      last = history.latest();
      signal.run();
    } else if (!events.isEmpty()) {
      last = events.getLast().number();
      if (events.stream().anyMatch(WatchEndedJobs::isCancel)) {
        signal.run();
      }
    }
  }

  private static boolean isCancel(JobEvent event) {
    return event.kind() == JobEvent.Kind.ENDED && event.state() == JobState.CANCELED;
  }
}
