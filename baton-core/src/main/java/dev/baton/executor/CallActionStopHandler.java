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

/** Passes stops, timeouts and cancels on to the {@link StopHandler} of an action. */
final class CallActionStopHandler implements RunStopHandler {

  private static final Logger LOG = LoggerFactory.getLogger(CallActionStopHandler.class);

  private final RunningJob runningJob;
  private final JobStore jobs;
  private final StopHandler action;
  private final AtomicBoolean canceled = new AtomicBoolean();

  CallActionStopHandler(RunningJob runningJob, JobStore jobs, StopHandler action) {
    this.runningJob = runningJob;
    this.jobs = jobs;
    this.action = action;
  }

  @Override
  public void stopRequested() {
    action.stopRequested();
  }

  @Override
  public void timedOut() {
    action.timedOut();
  }

  @Override
  public void signalled() {
    if (!canceled.get()) {
      Threads.virtual("action-signals", this::readSignals).start();
    }
  }

  private void readSignals() {
    try {
      jobs.find(runningJob.job().id()).ifPresent(this::handleSignals);
    } catch (BatonException e) {
      // Also if the run has ended: a remote executor may read only jobs that it holds.
      LOG.debug(
          "the signals of a job cannot be read now; they are read again later: job={}",
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
