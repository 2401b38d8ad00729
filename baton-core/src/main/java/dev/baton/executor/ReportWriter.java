// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.job.JobId;
import dev.baton.service.OutageLog;
import dev.baton.service.RunWithTimeout;
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
 * Writes the reports and log lines of runs after a short delay, so that one write contains many of
 * them. A few platform threads write for all runs, so that reports become visible while jobs
 * compute.
 */
final class ReportWriter implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(ReportWriter.class);
  private static final Duration DELAY = Duration.ofMillis(200);
  private static final Duration DELAY_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(1);
  private static final int THREADS = 4;

  private final ExecutorPorts ports;
  private final Timers timers;
  private final OutageLog outageLog;
  private final ThreadPoolExecutor pool;
  // Set once, before any run. It is not a constructor parameter because the run interrupter itself
  // needs this writer.
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

  /** Schedules a write of the run's pending reports. */
  void schedule(RunningJob runningJob) {
    schedule(runningJob, DELAY);
  }

  private void schedule(RunningJob runningJob, Duration delay) {
    timers.scheduleAfter(delay, () -> submit(runningJob));
  }

  private void submit(RunningJob runningJob) {
    try {
      pool.execute(() -> planFlush(runningJob));
    } catch (RejectedExecutionException e) {
      LOG.debug("executor stopped before a report: job={}", runningJob.job().id());
    }
  }

  private void planFlush(RunningJob runningJob) {
    // The thread that finishes a run writes its pending reports, before it writes the end.
    if (runningJob.isOver()) {
      return;
    }
    try {
      write(runningJob, runningJob.pendingReports().take());
      outageLog.callSucceeded("write the reports and logs of jobs");
    } catch (UnavailableException e) {
      outageLog.callFailed("write the reports and logs of jobs", e);
    } catch (LostClaimException e) {
      refused(runningJob);
    }
  }

  private void refused(RunningJob runningJob) {
    LOG.debug(
        "write is refused, because another process ended the job: job={}", runningJob.job().id());
    if (runInterrupter != null) {
      runInterrupter.interrupt(runningJob, InterruptReason.ENDED_ELSEWHERE);
    }
  }

  /**
   * Writes all pending reports of the run.
   *
   * @param withReport whether progress and message are written too
   */
  void flush(RunningJob runningJob, boolean withReport) {
    boolean more = true;
    while (more) {
      PendingReports.ReportBatch reportBatch = runningJob.pendingReports().take();
      write(runningJob, withReport ? reportBatch : reportBatch.withoutReport());
      more = !reportBatch.lines().isEmpty();
    }
  }

  private void write(RunningJob runningJob, PendingReports.ReportBatch reportBatch) {
    JobId job = runningJob.job().id();
    long token = runningJob.claim().token();
    PendingReports.ReportBatch unwritten = reportBatch;
    // A full batch means that more lines are pending, so a delay would gain nothing.
    Duration delay = reportBatch.isFull() ? Duration.ZERO : DELAY;
    try {
      if (!reportBatch.isEmpty()) {
        runningJob.session().checkTrusted();
      }
      if (reportBatch.hasReport()) {
        ports.jobs().write(reportBatch.report(job, token));
      }
      unwritten = reportBatch.withoutReport();
      if (!reportBatch.lines().isEmpty()) {
        ports.log().append(job, token, reportBatch.lines());
      }
      unwritten = null;
    } catch (UnavailableException e) {
      delay = DELAY_AFTER_FAILURE;
      throw e;
    } catch (LostClaimException e) {
      unwritten = null;
      throw e;
    } catch (RuntimeException e) {
      // The store answers but refuses this content. The content is dropped so that it does not
      // block later reports.
      unwritten = null;
      LOG.warn(
          "reports or log lines of a job are lost, because the store refused them; the job"
              + " continues: job={}",
          job,
          e);
    } finally {
      if (runningJob.pendingReports().endTake(unwritten)) {
        schedule(runningJob, delay);
      }
    }
  }

  @Override
  public void start() {}

  /**
   * Drops unwritten reports and waits for the writes that are under way, at most one second. The
   * reports of every finished run were written before.
   */
  @Override
  public void stop() {
    pool.shutdownNow();
    if (!RunWithTimeout.run("executor-flush-stop", pool::close, STOP_LIMIT)) {
      LOG.warn(
          "reports are still being written; the stop continues without them: limit={}", STOP_LIMIT);
    }
  }
}
