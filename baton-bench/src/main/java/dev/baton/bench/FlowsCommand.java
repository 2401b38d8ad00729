// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import static dev.baton.bench.ThroughputCommand.print;

import dev.baton.flow.Flow;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.flowrunner.FlowRun;
import dev.baton.flowrunner.FlowRunner;
import dev.baton.logbook.LogbookStore;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures flows whose tasks do nothing, so that only the cost of the runner and the store remains.
 */
@Command(
    name = "flows",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Measures long flows, large graphs, and many short flows at once.")
final class FlowsCommand implements Callable<Integer> {

  private static final String MEMORY = "memory";

  @Option(
      names = "--on",
      defaultValue = MEMORY,
      description = "memory, h2, postgresql, mariadb, or a URL.")
  private String on = "";

  @Option(names = "--atoms", defaultValue = "1000", description = "Atoms of a long flow.")
  private int atoms;

  @Option(names = "--flows", defaultValue = "1000", description = "Three-step flows at once.")
  private int flows;

  @Option(names = "--rounds", defaultValue = "5", description = "Measurements of each kind.")
  private int rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "10",
      description = "Seconds for which each kind runs before the first measurement.")
  private double warmUp;

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "Shortest time in seconds for which a measurement repeats its flow.")
  private double seconds;

  @Option(
      names = "--only",
      description =
          "One of ${COMPLETION-CANDIDATES}; SIZES, which is measured only with this option, are"
              + " graphs of 1,000, 3,000 and 10,000 atoms.")
  private @Nullable FlowKind only;

  private enum FlowKind {
    LINEAR,
    GRAPH,
    MANY,
    SIZES
  }

  @Override
  public Integer call() throws InterruptedException {
    if (on.equals(MEMORY)) {
      try (MeasuredBackend measuredBackend =
          new MeasuredBackend(new InMemoryBackend(Clock.system()))) {
        measure(null, measuredBackend);
      }
    } else {
      try (MeasuredDatabase measuredDatabase = MeasuredDatabase.open(on);
          MeasuredBackend measuredBackend = new MeasuredBackend(measuredDatabase)) {
        measure(measuredDatabase, measuredBackend);
      }
    }
    return 0;
  }

  private void measure(@Nullable MeasuredDatabase measuredDatabase, MeasuredBackend measuredBackend)
      throws InterruptedException {
    if (only == FlowKind.SIZES) {
      new MeasureFlowSizes(measuredBackend).measure(rounds, warmUp);
      return;
    }
    MeasuredFlow linear = new MeasuredFlow("linear", () -> NoopFlows.linear(atoms));
    MeasuredFlow graph = new MeasuredFlow("graph", () -> NoopFlows.graph(atoms));
    RepeatMeasurement warm = new RepeatMeasurement(() -> 0);
    warm(FlowKind.LINEAR, warm, workTimer -> runLong(measuredBackend, linear, workTimer));
    warm(FlowKind.GRAPH, warm, workTimer -> runLong(measuredBackend, graph, workTimer));
    warm(FlowKind.MANY, warm, workTimer -> runMany(measuredBackend, workTimer));
    RepeatMeasurement repeatMeasurement =
        new RepeatMeasurement(
            () -> measuredDatabase == null ? 0 : measuredDatabase.writes().orElse(0));
    for (int round = 1; round <= rounds; round++) {
      if (measuredDatabase != null) {
        print(
            "%s, round %d: %,.0f sequential commits/s",
            on, round, measuredDatabase.sequentialCommits());
      }
      if (isWanted(FlowKind.LINEAR)) {
        printRound(round, repeatMeasurement, measuredBackend, linear);
      }
      if (isWanted(FlowKind.GRAPH)) {
        printRound(round, repeatMeasurement, measuredBackend, graph);
      }
      if (isWanted(FlowKind.MANY)) {
        tellMany(round, repeatMeasurement, measuredBackend);
      }
    }
  }

  private boolean isWanted(FlowKind flowKind) {
    return only == null || only == flowKind;
  }

  private void warm(
      FlowKind flowKind, RepeatMeasurement repeatMeasurement, RepeatMeasurement.Trial trial)
      throws InterruptedException {
    if (isWanted(flowKind)) {
      repeatMeasurement.atLeast(warmUp, trial);
    }
  }

  /** A long flow under measurement. The counts belong to its last run. */
  private static final class MeasuredFlow {
    final String name;
    final Supplier<Flow> flow;
    long writes;
    double openedSeconds;

    MeasuredFlow(String name, Supplier<Flow> flow) {
      this.name = name;
      this.flow = flow;
    }
  }

  private void printRound(
      int round,
      RepeatMeasurement repeatMeasurement,
      MeasuredBackend measuredBackend,
      MeasuredFlow measuredFlow)
      throws InterruptedException {
    measuredFlow.openedSeconds = 0;
    RepeatMeasurement.WorkTimer workTimer =
        repeatMeasurement.atLeast(seconds, each -> runLong(measuredBackend, measuredFlow, each));
    int run = workTimer.times() * atoms;
    print(
        "%s, %s of %,d atoms, round %d: %s, %,.0f atoms/s with creating and opening the flow,"
            + " %.2f writes/atom, %.2f commits/atom",
        on,
        measuredFlow.name,
        atoms,
        round,
        perAtom(run, workTimer),
        run / (workTimer.seconds() + measuredFlow.openedSeconds),
        measuredFlow.writes / (double) atoms,
        workTimer.commits() / (double) run);
  }

  private void tellMany(
      int round, RepeatMeasurement repeatMeasurement, MeasuredBackend measuredBackend)
      throws InterruptedException {
    RepeatMeasurement.WorkTimer workTimer =
        repeatMeasurement.atLeast(seconds, each -> runMany(measuredBackend, each));
    int run = workTimer.times() * flows;
    print(
        "%s, %,d three-step flows at once, round %d: %,.0f flows/s, %s, %.2f commits/flow",
        on,
        flows,
        round,
        run / workTimer.seconds(),
        perAtom(3 * run, workTimer),
        workTimer.commits() / (double) run);
  }

  private void runLong(
      MeasuredBackend measuredBackend,
      MeasuredFlow measuredFlow,
      RepeatMeasurement.WorkTimer workTimer)
      throws InterruptedException {
    try (ClaimedJobs jobs = new ClaimedJobs(measuredBackend, 1)) {
      long start = System.nanoTime();
      FlowRun run = open(store(measuredBackend), jobs, 0, measuredFlow.flow.get());
      measuredFlow.openedSeconds += ThroughputCommand.seconds(start);
      workTimer.measure(() -> asJob(run));
      measuredFlow.writes = run.logbook().flow().revision();
    }
  }

  /** Runs on a virtual thread, as an executor runs a job. */
  private static void asJob(FlowRun run) throws InterruptedException {
    Thread thread = Thread.ofVirtual().start(() -> runToEnd(run));
    thread.join();
  }

  private static void runToEnd(FlowRun run) {
    try {
      run.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runMany(MeasuredBackend measuredBackend, RepeatMeasurement.WorkTimer workTimer)
      throws InterruptedException {
    try (ClaimedJobs jobs = new ClaimedJobs(measuredBackend, flows)) {
      LogbookStore store = store(measuredBackend);
      workTimer.measure(() -> {
        List<Thread> threads =
            IntStream.range(0, flows)
                .mapToObj(i ->
                    Thread.ofVirtual()
                        .start(() -> runToEnd(open(store, jobs, i, NoopFlows.linear(3)))))
                .toList();
        for (Thread thread : threads) {
          thread.join();
        }
      });
    }
  }

  static FlowRun open(LogbookStore store, ClaimedJobs jobs, int i, Flow flow) {
    return new FlowRunner(store, Clock.system())
        .flow(flow)
        .forJob(jobs.id(i), jobs.token(i))
        .options(FlowOptions.DEFAULT)
        .open();
  }

  static LogbookStore store(MeasuredBackend measuredBackend) {
    return measuredBackend.backend().logbook().orElseThrow();
  }

  private static String perAtom(int atoms, RepeatMeasurement.WorkTimer workTimer) {
    return String.format(
        Locale.ROOT,
        "%,.0f atoms/s (%.1f us of CPU each)",
        atoms / workTimer.seconds(),
        workTimer.cpuSeconds() / atoms * 1e6);
  }
}
