// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.service.OutageLog;
import dev.baton.service.Service;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what runs say, a moment after they said it, so that much of it goes in one write. A few
 * platform threads do so for all runs: what jobs report must be seen while they compute.
 */
final class ReportWriter implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(ReportWriter.class);
  private static final Duration DELAY = Duration.ofMillis(200);
  private static final Duration DELAY_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final int THREADS = 4;

  private final ExecutorPorts ports;
  private final Timers timers;
  private final OutageLog outageLog;
  private final ThreadPoolExecutor pool;
  // Set once, before any run: cutting off a run needs the flusher in turn.
  private @Nullable RunInterrupter runInterrupter;

  ReportWriter(ExecutorPorts ports, Timers timers, OutageLog outageLog) {
    this.ports = ports;
    this.timers = timers;
    this.outageLog = outageLog;
    this.pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> Threads.platform("executor-flush", task));
    pool.allowCoreThreadTimeOut(true);
  }

  void interrupter(RunInterrupter newInterrupter) {
    runInterrupter = newInterrupter;
  }

  /** Sees to it that the run's outbox is emptied soon. */
  void schedule(RunningJob runningJob) {
    schedule(runningJob, DELAY);
  }

  private void schedule(RunningJob runningJob, Duration delay) {
    timers.scheduleAfter(delay, () -> submit(runningJob));
  }

  private void submit(RunningJob runningJob) {
    try {
      pool.execute(() -> flushSoon(runningJob));
    } catch (RejectedExecutionException e) {
      LOG.debug("job={} not flushed: the executor has stopped", runningJob.job().id());
    }
  }

  private void flushSoon(RunningJob runningJob) {
    // A run that is over is flushed by whoever settles it, before its end is written.
    if (runningJob.isOver()) {
      return;
    }
    try {
      flushOnce(runningJob);
      outageLog.callSucceeded("write what jobs say");
    } catch (UnavailableException e) {
      outageLog.callFailed("write what jobs say", e);
    } catch (LostClaimException e) {
      refused(runningJob);
    }
  }

  private void refused(RunningJob runningJob) {
    LOG.debug("job={} was ended by others: a write was refused", runningJob.job().id());
    if (runInterrupter != null) {
      runInterrupter.interrupt(runningJob, InterruptReason.ENDED_ELSEWHERE);
    }
  }

  /**
   * Empties the outbox.
   *
   * @param withReport whether progress and message are written too
   */
  void flush(RunningJob runningJob, boolean withReport) {
    boolean more = true;
    while (more) {
      PendingReports.ReportBatch reportBatch = runningJob.pendingReports().take();
      write(
          runningJob,
          withReport
              ? reportBatch
              : new PendingReports.ReportBatch(null, null, reportBatch.lines()));
      more = !reportBatch.lines().isEmpty();
    }
  }

  private void flushOnce(RunningJob runningJob) {
    write(runningJob, runningJob.pendingReports().take());
  }

  private void write(RunningJob runningJob, PendingReports.ReportBatch reportBatch) {
    PendingReports.ReportBatch unwritten = reportBatch;
    // A full batch means that more waits: then there is nothing to gain by waiting for more.
    Duration delay = reportBatch.isFull() ? Duration.ZERO : DELAY;
    try {
      if (!reportBatch.isEmpty()) {
        runningJob.session().checkTrusted();
      }
      unwritten = writeReport(runningJob, unwritten);
      unwritten = writeLines(runningJob, unwritten);
    } catch (UnavailableException e) {
      delay = DELAY_AFTER_FAILURE;
      throw e;
    } catch (LostClaimException e) {
      unwritten = null;
      throw e;
    } catch (RuntimeException e) {
      // Not the store's state but this very content is the matter: it must not block the rest.
      unwritten = null;
      LOG.warn("job={} lost something that it reported or logged", runningJob.job().id(), e);
    } finally {
      if (runningJob.pendingReports().endTake(unwritten)) {
        schedule(runningJob, delay);
      }
    }
  }

  private PendingReports.ReportBatch writeReport(
      RunningJob runningJob, PendingReports.ReportBatch reportBatch) {
    if (reportBatch.hasReport()) {
      ports.jobs().write(reportBatch.report(runningJob.job().id(), runningJob.claim().token()));
    }
    return new PendingReports.ReportBatch(null, null, reportBatch.lines());
  }

  private PendingReports.@Nullable ReportBatch writeLines(
      RunningJob runningJob, PendingReports.ReportBatch reportBatch) {
    if (!reportBatch.lines().isEmpty()) {
      ports.log().append(runningJob.job().id(), runningJob.claim().token(), reportBatch.lines());
    }
    return null;
  }

  @Override
  public void start() {}

  /** Drops what was not written; every run that was settled has been flushed before. */
  @Override
  public void stop() {
    pool.shutdownNow();
  }
}
