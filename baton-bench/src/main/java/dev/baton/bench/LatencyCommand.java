// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.executor.Executor;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the time from the post of a job to the first line of its action on an idle system. */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Measures post-to-start on an idle system, and its transactions while idle.")
final class LatencyCommand implements Callable<Integer> {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofMillis(50);

  @Option(names = "--on", defaultValue = "h2", description = "h2, postgresql, mariadb, or a URL.")
  private String on = "";

  @Option(names = "--jobs", defaultValue = "300", description = "Jobs, one after the other.")
  private int jobs;

  @Option(
      names = "--idle",
      defaultValue = "PT20S",
      description = "How long the idle system is observed.")
  private Duration idle = Duration.ZERO;

  @Override
  public Integer call() {
    try (MeasuredDatabase measuredDatabase = MeasuredDatabase.open(on);
        MeasuredBackend measuredBackend = new MeasuredBackend(measuredDatabase)) {
      Executor executor = measuredBackend.executor(64);
      executor.start();
      for (int i = 0; i < 50; i++) {
        measureOne(measuredBackend);
      }
      double[] millis = new double[jobs];
      for (int i = 0; i < jobs; i++) {
        millis[i] = measureOne(measuredBackend);
        AwaitCondition.pause(BETWEEN);
      }
      Arrays.sort(millis);
      ThroughputCommand.print(
          "post-to-start on %s, %d jobs: p50 %.2f ms, p99 %.2f ms, max %.2f ms",
          on, jobs, millis[jobs / 2], millis[jobs * 99 / 100], millis[jobs - 1]);
      ThroughputCommand.print(
          "the disk makes 8 KiB durable in %.2f ms (median)", MeasureDiskCommit.millis());
      watchIdle(measuredDatabase);
      executor.stop();
    }
    return 0;
  }

  private static double measureOne(MeasuredBackend measuredBackend) {
    long start = System.nanoTime();
    String job = measuredBackend.post("timed");
    AwaitCondition.until(
        "the start of " + job, BOUND, () -> measuredBackend.probe.startNanos.containsKey(job));
    Long started = measuredBackend.probe.startNanos.remove(job);
    return started == null ? Double.NaN : (started - start) / 1e6;
  }

  private void watchIdle(MeasuredDatabase measuredDatabase) {
    OptionalLong before = measuredDatabase.commits();
    if (before.isPresent()) {
      AwaitCondition.pause(idle);
      long commits = measuredDatabase.commits().getAsLong() - before.getAsLong();
      // One of the transactions is the count itself.
      ThroughputCommand.print(
          "idle for %s: %.2f transactions/s", idle, (commits - 1) / (double) idle.toSeconds());
    }
  }
}
