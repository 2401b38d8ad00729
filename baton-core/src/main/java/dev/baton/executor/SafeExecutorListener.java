// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.job.Job;
import dev.baton.job.JobState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Catches the exceptions of a listener, so that they do not reach the executor. Logs only the first
 * one.
 */
record SafeExecutorListener(ExecutorListener listener, AtomicBoolean complained)
    implements ExecutorListener {

  private static final Logger LOG = LoggerFactory.getLogger(SafeExecutorListener.class);

  static SafeExecutorListener around(ExecutorListener listener) {
    return new SafeExecutorListener(listener, new AtomicBoolean());
  }

  @Override
  public void claimed(int jobs, Duration latency) {
    guard(() -> listener.claimed(jobs, latency));
  }

  @Override
  public void started(Job job, Duration waited) {
    guard(() -> listener.started(job, waited));
  }

  @Override
  public void ended(Job job, JobState state, Duration ran) {
    guard(() -> listener.ended(job, state, ran));
  }

  @Override
  public void retried(Job job, Duration ran) {
    guard(() -> listener.retried(job, ran));
  }

  @Override
  public void waiting(Job job) {
    guard(() -> listener.waiting(job));
  }

  @Override
  public void parked(Job job) {
    guard(() -> listener.parked(job));
  }

  @Override
  public void abandoned(Job job) {
    guard(() -> listener.abandoned(job));
  }

  @Override
  public void claimLost(Job job) {
    guard(() -> listener.claimLost(job));
  }

  @Override
  public void canceled(Job job) {
    guard(() -> listener.canceled(job));
  }

  @Override
  public void threadLeaked(Job job) {
    guard(() -> listener.threadLeaked(job));
  }

  @Override
  public void leaseRenewed(Duration latency) {
    guard(() -> listener.leaseRenewed(latency));
  }

  private void guard(Runnable call) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    try {
      call.run();
      // An interrupt flag that the listener leaves would disturb the executor's next call to a
      // store. Therefore the flag is cleared, unless it was set before the call.
      if (!interrupted) {
        Thread.interrupted();
      }
    } catch (Throwable e) {
      if (complained.compareAndSet(false, true)) {
        LOG.warn("an executor listener threw an exception; its later exceptions are not logged", e);
      }
    }
  }
}
