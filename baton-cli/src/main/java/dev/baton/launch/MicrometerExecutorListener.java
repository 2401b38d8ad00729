// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.executor.ExecutorListener;
import dev.baton.job.Job;
import dev.baton.job.JobState;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Records the events of an executor as metrics, for example how long its jobs waited and ran.
 *
 * @param onSession receives the reference of each board session of the executor
 */
record MicrometerExecutorListener(MeterRegistry registry, Consumer<String> onSession)
    implements ExecutorListener {

  @Override
  public void sessionChanged(String reference) {
    onSession.accept(reference);
  }

  @Override
  public void claimed(int jobs, Duration latency) {
    registry.timer("baton.executor.claim").record(latency);
  }

  @Override
  public void started(Job job, Duration waited) {
    registry.timer("baton.executor.wait", "action", job.spec().action()).record(waited);
  }

  @Override
  public void ended(Job job, JobState state, Duration ran) {
    registry
        .timer(
            "baton.executor.run",
            "action",
            job.spec().action(),
            "state",
            state.name().toLowerCase(Locale.ROOT))
        .record(ran);
  }

  @Override
  public void retried(Job job, Duration ran) {
    count("retried", job);
  }

  @Override
  public void waiting(Job job) {
    count("waiting", job);
  }

  @Override
  public void abandoned(Job job) {
    count("handed-back", job);
  }

  @Override
  public void claimLost(Job job) {
    count("lost", job);
  }

  @Override
  public void canceled(Job job) {
    count("canceled", job);
  }

  @Override
  public void threadLeaked(Job job) {
    count("leaked", job);
  }

  @Override
  public void leaseRenewed(Duration latency) {
    registry.timer("baton.executor.renew").record(latency);
  }

  private void count(String what, Job job) {
    registry.counter("baton.executor.jobs." + what, "action", job.spec().action()).increment();
  }
}
