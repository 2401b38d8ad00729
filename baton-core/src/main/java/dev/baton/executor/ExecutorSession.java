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
 * One stay of the executor at the board. It ends for good when its lease is lost, or can no longer
 * be trusted: then every run of it is cut off and refused to write.
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
   * @param margin how long before the lease can end elsewhere the runs are cut off
   */
  ExecutorSession(
      String executor, BoardSession boardSession, Clock clock, Timers timers, Duration margin) {
    this.executor = executor;
    this.boardSession = boardSession;
    this.clock = clock;
    this.timers = timers;
    this.margin = margin;
  }

  /** This executor's own deadline: earlier than the one after which others may claim its jobs. */
  private Deadline trustedUntil() {
    return boardSession.trustedUntil().minus(margin);
  }

  BoardSession boardSession() {
    return boardSession;
  }

  /**
   * Watches the end of the trust, apart from the loop that renews: a renewal that hangs must not
   * keep the runs going.
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
   * Refuses to go on with a claim that may be another executor's.
   *
   * @throws LostClaimException if it is not trusted
   */
  void checkTrusted() {
    if (!isTrusted()) {
      throw new LostClaimException(
          "the claims of executor '"
              + executor
              + "' are lost: its lease was not confirmed in time");
    }
  }

  /** Waits so long, or until the stay is lost. */
  void awaitLoss(Duration atMost) {
    try {
      if (lost.await(SaturatedTime.nanos(atMost), TimeUnit.NANOSECONDS)) {
        LOG.debug("executor={} has lost its claims while it waited", executor);
      }
    } catch (InterruptedException e) {
      // Not restored: only an action's own thread can leave one behind, and with it every further
      // wait would end at once and the retries would spin.
      LOG.debug("executor={} was interrupted while it waited for the store", executor);
    }
  }

  /** Ends it without a word: the executor leaves, and nothing runs any more. */
  void end() {
    lost.countDown();
  }

  void lose(String why, RunInterrupter runInterrupter) {
    if (isLost()) {
      return;
    }
    lost.countDown();
    List<RunningJob> cutOff = List.copyOf(runs);
    LOG.warn("executor={} lost its claims ({}), jobs={} are cut off", executor, why, cutOff.size());
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

  /** Has runs that can be steered look for signals. */
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
