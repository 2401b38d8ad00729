// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobStore;
import dev.baton.job.Jobs;
import dev.baton.plugin.RunSteering;
import dev.baton.service.Threads;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an action that ends in its own way what happens. */
final class SteerAction implements Steering {

  private static final Logger LOG = LoggerFactory.getLogger(SteerAction.class);

  private final Run run;
  private final JobStore jobs;
  private final RunSteering action;
  private final AtomicBoolean canceled = new AtomicBoolean();

  SteerAction(Run run, JobStore jobs, RunSteering action) {
    this.run = run;
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
      jobs.find(run.job().id()).ifPresent(this::look);
    } catch (UnavailableException | LostClaimException e) {
      LOG.debug("job={} will be asked for signals later", run.job().id(), e);
    }
  }

  void look(Job job) {
    if (job.status().signals().containsKey(Jobs.CANCEL_SIGNAL)
        && canceled.compareAndSet(false, true)) {
      action.canceled();
    }
  }
}
