// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import static dev.baton.bench.ThroughputCommand.print;
import static dev.baton.bench.ThroughputCommand.seconds;

import dev.baton.flow.Flow;
import dev.baton.flowrunner.FlowRun;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Measures how time and memory grow with the size of a graph flow. */
final class MeasureFlowSizes {

  private static final List<Integer> SIZES = List.of(1_000, 3_000, 10_000);
  private static final double MIB = 1024 * 1024;

  private final MeasuredBackend measuredBackend;

  MeasureFlowSizes(MeasuredBackend measuredBackend) {
    this.measuredBackend = measuredBackend;
  }

  /**
   * The cost of one graph flow, in seconds and bytes.
   *
   * @param heap the heap that the open flow keeps: definition, plan and stored progress
   */
  private record Cost(double built, double compiled, double run, double heap) {
    double all() {
      return built + compiled + run;
    }

    @Override
    public String toString() {
      return String.format(
          java.util.Locale.ROOT,
          "created in %.1f ms, compiled in %.1f ms, run in %.1f ms, %.1f MiB of heap",
          built * 1e3,
          compiled * 1e3,
          run * 1e3,
          heap / MIB);
    }
  }

  /** Prints the round with the median time for each size. */
  void measure(int rounds, double warmUp) throws InterruptedException {
    long start = System.nanoTime();
    while (seconds(start) < warmUp) {
      run(SIZES.getFirst());
      run(SIZES.getLast());
    }
    for (int size : SIZES) {
      List<Cost> costs = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        costs.add(run(size));
      }
      costs.sort(Comparator.comparingDouble(Cost::all));
      print("graph of %,d atoms, median of %d: %s", size, rounds, costs.get(rounds / 2));
    }
  }

  private Cost run(int size) throws InterruptedException {
    try (ClaimedJobs jobs = new ClaimedJobs(measuredBackend, 1)) {
      double before = heap();
      long start = System.nanoTime();
      Flow flow = NoopFlows.graph(size);
      double built = seconds(start);
      FlowRun run = FlowsCommand.open(FlowsCommand.store(measuredBackend), jobs, 0, flow);
      double compiled = seconds(start) - built;
      run.run();
      double ran = seconds(start) - built - compiled;
      double after = heap();
      if (run.plan().atoms().size() != size) {
        throw new IllegalStateException("the graph has " + run.plan().atoms().size() + " atoms");
      }
      return new Cost(built, compiled, ran, after - before);
    }
  }

  private static double heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
