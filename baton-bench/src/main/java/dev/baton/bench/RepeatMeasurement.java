// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Does something again and again for a while, so that a figure is not that of a moment or of code
 * that is not compiled yet.
 */
final class RepeatMeasurement {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final LongSupplier commits;

  /**
   * @param commits how many transactions were committed so far
   */
  RepeatMeasurement(LongSupplier commits) {
    this.commits = commits;
  }

  /** What is measured; the rest of what a trial does is not. */
  interface Work {
    void run() throws InterruptedException;
  }

  /** One time: prepares, has the meter measure the work, and clears away. */
  interface Trial {
    void run(WorkTimer workTimer) throws InterruptedException;
  }

  /** Sums up what the measured works of all times took. */
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

    /** Of all threads of this process, so that what a shared machine does besides counts little. */
    double cpuSeconds() {
      return cpuNanos / 1e9;
    }

    long commits() {
      return commits;
    }
  }

  /** At least once, and until the measured works took so long. */
  WorkTimer atLeast(double seconds, Trial trial) throws InterruptedException {
    WorkTimer workTimer = new WorkTimer(commits);
    do {
      trial.run(workTimer);
    } while (workTimer.seconds() < seconds);
    return workTimer;
  }
}
