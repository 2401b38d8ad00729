// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.job.Job;
import dev.baton.job.JobState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a listener throws away from the executor; the first time is logged. */
record SafeListener(ExecutorListener listener, AtomicBoolean complained)
    implements ExecutorListener {

  private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

  static SafeListener around(ExecutorListener listener) {
    return new SafeListener(listener, new AtomicBoolean());
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
  public void handedBack(Job job) {
    guard(() -> listener.handedBack(job));
  }

  @Override
  public void lost(Job job) {
    guard(() -> listener.lost(job));
  }

  @Override
  public void canceled(Job job) {
    guard(() -> listener.canceled(job));
  }

  @Override
  public void leaked(Job job) {
    guard(() -> listener.leaked(job));
  }

  @Override
  public void renewed(Duration latency) {
    guard(() -> listener.renewed(latency));
  }

  private void guard(Runnable call) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    try {
      call.run();
      // What the listener leaves would disturb the executor's next call of a store.
      if (!interrupted) {
        Thread.interrupted();
      }
    } catch (Throwable e) {
      if (complained.compareAndSet(false, true)) {
        LOG.warn("a listener threw; later exceptions of it are not logged", e);
      }
    }
  }
}
