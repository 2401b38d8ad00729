// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Repeats a piece of work for some time, so that the result depends neither on a single moment nor
 * on code that is not compiled yet.
 */
final class RepeatMeasurement {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final LongSupplier commits;

  /**
   * Creates a measurement.
   *
   * @param commits returns the number of transactions committed so far
   */
  RepeatMeasurement(LongSupplier commits) {
    this.commits = commits;
  }

  /** The measured part of a trial. */
  interface Work {
    void run() throws InterruptedException;
  }

  /** One repetition: prepares, measures the duration of the work, and cleans up. */
  interface Trial {
    void run(WorkTimer workTimer) throws InterruptedException;
  }

  /** Adds up the costs of the measured work in all trials. */
  static final class WorkTimer {
    private final LongSupplier commitsSoFar;
    private long nanos;
    private long cpuNanos;
    private long commits;
    private int times;

    private WorkTimer(LongSupplier commitsSoFar) {
      this.commitsSoFar = commitsSoFar;
    }

    void measure(Work work) throws InterruptedException {
      long commitsBefore = commitsSoFar.getAsLong();
      long cpuBefore = SYSTEM.getProcessCpuTime();
      long start = System.nanoTime();
      work.run();
      nanos += System.nanoTime() - start;
      cpuNanos += SYSTEM.getProcessCpuTime() - cpuBefore;
      commits += commitsSoFar.getAsLong() - commitsBefore;
      times++;
    }

    int times() {
      return times;
    }

    double seconds() {
      return nanos / 1e9;
    }

    /**
     * The CPU time of all threads of this process. Other processes on a shared machine affect it
     * little.
     */
    double cpuSeconds() {
      return cpuNanos / 1e9;
    }

    long commits() {
      return commits;
    }
  }

  /** Runs the trial at least once, and until the measured work has taken the given time. */
  WorkTimer atLeast(double seconds, Trial trial) throws InterruptedException {
    WorkTimer workTimer = new WorkTimer(commits);
    do {
      trial.run(workTimer);
    } while (workTimer.seconds() < seconds);
    return workTimer;
  }
}
