// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import dev.baton.error.BatonException;
import dev.baton.job.Job;
import dev.baton.job.JobStore;
import dev.baton.job.Jobs;
import dev.baton.plugin.StopHandler;
import dev.baton.service.Threads;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the {@link StopHandler} of an action and notifies it once of a cancel, which arrives as a
 * signal of the job.
 */
final class RunStopHandler {

  private static final Logger LOG = LoggerFactory.getLogger(RunStopHandler.class);

  private final RunningJob runningJob;
  private final JobStore jobs;
  private final StopHandler action;
  private final AtomicBoolean canceled = new AtomicBoolean();

  RunStopHandler(RunningJob runningJob, JobStore jobs, StopHandler action) {
    this.runningJob = runningJob;
    this.jobs = jobs;
    this.action = action;
  }

  StopHandler action() {
    return action;
  }

  /**
   * Starts a thread that reads the signals of the job, because new signals may have arrived. Does
   * not block.
   */
  void signalled() {
    if (!canceled.get()) {
      Threads.virtual("action-signals", this::readSignals).start();
    }
  }

  private void readSignals() {
    try {
      jobs.find(runningJob.job().id()).ifPresent(this::handleSignals);
    } catch (BatonException e) {
      // The job may also be unreadable because the run has ended: a remote executor may read only
      // jobs that it holds.
      LOG.debug(
          "signals of a job cannot be read now; Baton tries again: job={}",
          runningJob.job().id(),
          e);
    }
  }

  void handleSignals(Job job) {
    if (job.status().signals().containsKey(Jobs.CANCEL_SIGNAL)
        && canceled.compareAndSet(false, true)) {
      action.cancelRequested();
    }
  }
}
