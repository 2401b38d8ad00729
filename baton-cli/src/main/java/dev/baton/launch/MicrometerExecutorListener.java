// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.board.Gate;
import dev.baton.executor.ExecutorListener;
import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.server.BoundedLabel;
import dev.baton.server.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Records the events of an executor as metrics, for example how long its jobs waited and ran.
 *
 * @param onSession receives the reference of each board session of the executor
 * @param actions bounds the number of actions that are counted separately
 */
record MicrometerExecutorListener(
    MeterRegistry registry, Consumer<String> onSession, BoundedLabel actions)
    implements ExecutorListener {

  MicrometerExecutorListener(MeterRegistry registry, Consumer<String> onSession) {
    this(registry, onSession, new BoundedLabel());
  }

  @Override
  public void sessionChanged(String reference) {
    onSession.accept(reference);
  }

  @Override
  public void claimed(int jobs, Duration latency) {
    Metric.EXECUTOR_CLAIM.timer(registry).record(latency);
  }

  @Override
  public void started(Job job, Duration waited) {
    Metric.EXECUTOR_WAIT.timer(registry, action(job)).record(waited);
  }

  @Override
  public void ended(Job job, JobState state, Duration ran) {
    Metric.EXECUTOR_RUN
        .timer(registry, action(job), state.name().toLowerCase(Locale.ROOT))
        .record(ran);
  }

  @Override
  public void retried(Job job, Duration ran) {
    count(Metric.EXECUTOR_RETRIED, job);
  }

  @Override
  public void waiting(Job job) {
    count(Metric.EXECUTOR_WAITING, job);
  }

  @Override
  public void abandoned(Job job) {
    count(Metric.EXECUTOR_HANDED_BACK, job);
  }

  @Override
  public void claimLost(Job job) {
    count(Metric.EXECUTOR_LOST, job);
  }

  @Override
  public void canceled(Job job) {
    count(Metric.EXECUTOR_CANCELED, job);
  }

  @Override
  public void threadLeaked(Job job) {
    count(Metric.EXECUTOR_LEAKED, job);
  }

  @Override
  public void leaseRenewed(Duration latency) {
    Metric.EXECUTOR_RENEW.timer(registry).record(latency);
  }

  @Override
  public void refused(Job job, Gate gate) {
    Metric.EXECUTOR_REFUSED.counter(registry, gate.name().toLowerCase(Locale.ROOT)).increment();
  }

  private String action(Job job) {
    return actions.of(job.spec().action());
  }

  private void count(Metric metric, Job job) {
    metric.counter(registry, action(job)).increment();
  }
}
