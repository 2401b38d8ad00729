// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.BoardSession;
import dev.baton.error.LostClaimException;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.SaturatedTime;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One board session of this executor, with its runs. A session ends permanently when its lease is
 * lost, or when the executor can no longer be sure that it holds the lease. Then all runs of the
 * session are interrupted, and their writes are refused.
 */
final class ExecutorSession {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorSession.class);

  private final String executor;
  private final BoardSession boardSession;
  private final Clock clock;
  private final Timers timers;
  private final Duration margin;
  private final CountDownLatch lost = new CountDownLatch(1);
  private final Set<RunningJob> runs = ConcurrentHashMap.newKeySet();

  /**
   * @param margin how long before the possible end of the lease at the board the runs are
   *     interrupted
   */
  ExecutorSession(
      String executor, BoardSession boardSession, Clock clock, Timers timers, Duration margin) {
    this.executor = executor;
    this.boardSession = boardSession;
    this.clock = clock;
    this.timers = timers;
    this.margin = margin;
  }

  String executor() {
    return executor;
  }

  /**
   * The moment until which this executor may rely on its lease. It is earlier, by the margin, than
   * the moment after which other executors may claim the jobs.
   */
  private Deadline trustedUntil() {
    return boardSession.trustedUntil().minus(margin);
  }

  BoardSession boardSession() {
    return boardSession;
  }

  /**
   * Interrupts the runs if the lease is not renewed in time. An alarm of {@link Timers} does this,
   * and not the poll loop that renews the lease, because a renewal may hang.
   */
  void guardTrust(RunInterrupter runInterrupter) {
    timers.schedule(trustedUntil(), () -> fence(runInterrupter));
  }

  private void fence(RunInterrupter runInterrupter) {
    if (isLost()) {
      return;
    }
    if (trustedUntil().isPast(clock)) {
      lose("the lease was not confirmed in time", runInterrupter);
    } else {
      guardTrust(runInterrupter);
    }
  }

  boolean isLost() {
    return lost.getCount() == 0;
  }

  boolean isTrusted() {
    return !isLost() && !trustedUntil().isPast(clock);
  }

  /**
   * Refuses to continue with a claim that another executor may hold.
   *
   * @throws LostClaimException if the session is lost or its lease was not confirmed in time
   */
  void checkTrusted() {
    if (!isTrusted()) {
      throw new LostClaimException(
          "the claims of executor '"
              + executor
              + "' are lost: its lease was not confirmed in time");
    }
  }

  /** Waits for the given time, or until the session is lost. */
  void awaitLoss(Duration atMost) {
    try {
      if (lost.await(SaturatedTime.nanos(atMost), TimeUnit.NANOSECONDS)) {
        LOG.debug("executor has lost its claims while it waited: executor={}", executor);
      }
    } catch (InterruptedException e) {
      // The interrupt flag is not restored, because with the flag set every further wait would end
      // at once, and the executor would try again without a pause. Only code of the action can have
      // caused this interrupt, and the action has ended.
      LOG.debug("executor was interrupted while it waited for the store: executor={}", executor);
    }
  }

  /**
   * Ends the session without a log message, because the executor leaves and no job runs any more.
   */
  void end() {
    lost.countDown();
  }

  void lose(String why, RunInterrupter runInterrupter) {
    if (isLost()) {
      return;
    }
    lost.countDown();
    List<RunningJob> cutOff = List.copyOf(runs);
    LOG.warn(
        "executor lost its claims; the jobs that it ran are interrupted, and other executors resume"
            + " them: executor={} jobs={} reason={}",
        executor,
        cutOff.size(),
        why);
    cutOff.forEach(runningJob -> runInterrupter.interrupt(runningJob, InterruptReason.CLAIM_LOST));
  }

  void add(RunningJob runningJob) {
    runs.add(runningJob);
  }

  void remove(RunningJob runningJob) {
    runs.remove(runningJob);
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Makes runs with a stop handler read their signals. */
  void notifySignals() {
    for (RunningJob runningJob : runs) {
      RunStopHandler runStopHandler = runningJob.stopHandler();
      if (runStopHandler != null) {
        runStopHandler.signalled();
      }
    }
  }

  /** The runs of these jobs. */
  List<RunningJob> runsOf(Collection<JobId> jobs) {
    if (jobs.isEmpty()) {
      return List.of();
    }
    Set<JobId> wanted = Set.copyOf(jobs);
    return runs.stream().filter(runningJob -> wanted.contains(runningJob.job().id())).toList();
  }
}
