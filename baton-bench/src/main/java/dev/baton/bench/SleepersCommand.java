// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.executor.Executor;
import dev.baton.job.JobSpec;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the cost of an executor that holds many waiting jobs. */
@Command(
    name = "sleepers",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Holds sleeping jobs in one executor and shows its memory and threads.")
final class SleepersCommand implements Callable<Integer> {

  private static final Duration BOUND = Duration.ofMinutes(5);

  @Option(names = "--on", defaultValue = "h2", description = "h2, postgresql, mariadb, or a URL.")
  private String on = "";

  @Option(names = "--jobs", defaultValue = "10000", description = "Jobs held at once.")
  private int jobs;

  @Override
  public Integer call() {
    try (MeasuredDatabase measuredDatabase = MeasuredDatabase.open(on);
        MeasuredBackend measuredBackend = new MeasuredBackend(measuredDatabase)) {
      Executor executor = measuredBackend.executor(jobs);
      show("no jobs");
      measuredBackend.postMany(JobSpec.builder("nap").payload("{\"seconds\": 3600}").build(), jobs);
      long start = System.nanoTime();
      executor.start();
      AwaitCondition.until(
          "the start of all jobs", BOUND, () -> measuredBackend.probe.runs.get() >= jobs);
      ThroughputCommand.print("%,d jobs run after %.1f s", jobs, ThroughputCommand.seconds(start));
      show("all jobs asleep");
      executor.stopNow();
    }
    return 0;
  }

  private static void show(String when) {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    ThroughputCommand.print("%s: heap %,d KiB, platform threads %d", when, heap >> 10, threads);
  }
}
