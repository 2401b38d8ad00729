// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.executor.Executor;
import dev.baton.job.JobSpec;
import dev.baton.job.Priority;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the jobs per second that one executor runs, and the database commits per job. */
@Command(
    name = "throughput",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Posts no-op jobs, then measures how fast one executor runs them all. See peers for other"
            + " systems.")
final class ThroughputCommand implements Callable<Integer> {

  private static final Duration BOUND = Duration.ofMinutes(30);

  @Option(names = "--on", defaultValue = "h2", description = "h2, postgresql, mariadb, or a URL.")
  private String on = "";

  @Option(names = "--jobs", defaultValue = "20000", description = "Jobs per measurement.")
  private int jobs;

  @Option(names = "--slots", defaultValue = "256", description = "Jobs that run at once.")
  private int slots;

  @Option(names = "--rounds", defaultValue = "3", description = "Measurements of each kind.")
  private int rounds;

  @Option(
      names = "--waiting",
      defaultValue = "0",
      description = "Measures again with so many jobs of lower priority waiting behind.")
  private int waiting;

  @Override
  public Integer call() {
    try (MeasuredDatabase measuredDatabase = MeasuredDatabase.open(on);
        MeasuredBackend measuredBackend = new MeasuredBackend(measuredDatabase)) {
      measureAll(measuredDatabase, measuredBackend, "alone");
      if (waiting > 0) {
        long start = System.nanoTime();
        measuredBackend.postMany(JobSpec.of("noop"), waiting);
        print("posted %,d jobs that wait: %,.0f jobs/s", waiting, waiting / seconds(start));
        measureAll(
            measuredDatabase, measuredBackend, String.format(Locale.ROOT, "%,d behind", waiting));
      }
    }
    return 0;
  }

  private void measureAll(
      MeasuredDatabase measuredDatabase, MeasuredBackend measuredBackend, String situation) {
    for (int round = 1; round <= rounds; round++) {
      measure(measuredDatabase, measuredBackend, situation + ", round " + round);
    }
  }

  private void measure(
      MeasuredDatabase measuredDatabase, MeasuredBackend measuredBackend, String situation) {
    measuredBackend.postMany(JobSpec.builder("noop").priority(new Priority(1)).build(), jobs);
    long ranBefore = measuredBackend.probe.runs.get();
    OptionalLong commitsBefore = measuredDatabase.commits();
    Executor executor = measuredBackend.executor(slots);
    long start = System.nanoTime();
    executor.start();
    AwaitCondition.until(
        "the end", BOUND, () -> measuredBackend.probe.runs.get() - ranBefore >= jobs);
    double took = seconds(start);
    executor.stop();
    // Idle sessions report their commits up to a second later.
    AwaitCondition.pause(Duration.ofMillis(1500));
    String commits =
        commitsBefore.isEmpty()
            ? "not counted"
            : String.format(
                Locale.ROOT,
                "%.3f commits/job",
                (measuredDatabase.commits().getAsLong() - commitsBefore.getAsLong())
                    / (double) (measuredBackend.probe.runs.get() - ranBefore));
    print("baton on %s, %s: %,.0f jobs/s, %s", on, situation, jobs / took, commits);
  }

  static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would need another library
  static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
