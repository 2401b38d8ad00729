// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import static dev.baton.bench.ThroughputCommand.print;

import dev.baton.flow.Flow;
import dev.baton.logbook.LogbookStore;
import dev.baton.memory.InMemoryBackend;
import dev.baton.runner.FlowOptions;
import dev.baton.runner.FlowRun;
import dev.baton.runner.FlowRunner;
import dev.baton.service.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Flows of tasks that do nothing: what remains is the engine and its store. */
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
      description = "Seconds that each kind is run before any is measured.")
  private double warmUp;

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "How long a measurement repeats its flow at least.")
  private double seconds;

  @Option(
      names = "--only",
      description =
          "One of ${COMPLETION-CANDIDATES}; SIZES, not measured otherwise, are graphs of 1,000,"
              + " 3,000 and 10,000 atoms.")
  private @Nullable What only;

  private enum What {
    LINEAR,
    GRAPH,
    MANY,
    SIZES
  }

  @Override
  public Integer call() throws InterruptedException {
    if (on.equals(MEMORY)) {
      try (Baton baton = new Baton(new InMemoryBackend(Clock.system()))) {
        measure(null, baton);
      }
    } else {
      try (Target target = Target.open(on);
          Baton baton = new Baton(target)) {
        measure(target, baton);
      }
    }
    return 0;
  }

  private void measure(@Nullable Target target, Baton baton) throws InterruptedException {
    if (only == What.SIZES) {
      new FlowSizes(baton).measure(rounds, warmUp);
      return;
    }
    Kind linear = new Kind("linear", () -> NoopFlows.linear(atoms));
    Kind graph = new Kind("graph", () -> NoopFlows.graph(atoms));
    Repeat warm = new Repeat(() -> 0);
    warm(What.LINEAR, warm, meter -> runLong(baton, linear, meter));
    warm(What.GRAPH, warm, meter -> runLong(baton, graph, meter));
    warm(What.MANY, warm, meter -> runMany(baton, meter));
    Repeat repeat = new Repeat(() -> target == null ? 0 : target.writes().orElse(0));
    for (int round = 1; round <= rounds; round++) {
      if (target != null) {
        print("%s, round %d: %,.0f sequential commits/s", on, round, target.sequentialCommits());
      }
      if (isWanted(What.LINEAR)) {
        tell(round, repeat, baton, linear);
      }
      if (isWanted(What.GRAPH)) {
        tell(round, repeat, baton, graph);
      }
      if (isWanted(What.MANY)) {
        tellMany(round, repeat, baton);
      }
    }
  }

  private boolean isWanted(What what) {
    return only == null || only == what;
  }

  private void warm(What what, Repeat repeat, Repeat.Trial trial) throws InterruptedException {
    if (isWanted(what)) {
      repeat.atLeast(warmUp, trial);
    }
  }

  /** A long flow that is measured; the counts are of its last run. */
  private static final class Kind {
    final String name;
    final Supplier<Flow> flow;
    long writes;
    double openedSeconds;

    Kind(String name, Supplier<Flow> flow) {
      this.name = name;
      this.flow = flow;
    }
  }

  private void tell(int round, Repeat repeat, Baton baton, Kind kind) throws InterruptedException {
    kind.openedSeconds = 0;
    Repeat.Meter meter = repeat.atLeast(seconds, each -> runLong(baton, kind, each));
    int run = meter.times() * atoms;
    print(
        "%s, %s of %,d atoms, round %d: %s, %,.0f atoms/s with making and opening it,"
            + " %.2f writes/atom, %.2f commits/atom",
        on,
        kind.name,
        atoms,
        round,
        perAtom(run, meter),
        run / (meter.seconds() + kind.openedSeconds),
        kind.writes / (double) atoms,
        meter.commits() / (double) run);
  }

  private void tellMany(int round, Repeat repeat, Baton baton) throws InterruptedException {
    Repeat.Meter meter = repeat.atLeast(seconds, each -> runMany(baton, each));
    int run = meter.times() * flows;
    print(
        "%s, %,d three-step flows at once, round %d: %,.0f flows/s, %s, %.2f commits/flow",
        on,
        flows,
        round,
        run / meter.seconds(),
        perAtom(3 * run, meter),
        meter.commits() / (double) run);
  }

  private void runLong(Baton baton, Kind kind, Repeat.Meter meter) throws InterruptedException {
    try (ClaimedJobs jobs = new ClaimedJobs(baton, 1)) {
      long start = System.nanoTime();
      FlowRun run = open(store(baton), jobs, 0, kind.flow.get());
      kind.openedSeconds += ThroughputCommand.seconds(start);
      meter.measure(() -> asJob(run));
      kind.writes = run.logbook().flow().revision();
    }
  }

  /** On a virtual thread, as an executor runs a job. */
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

  private void runMany(Baton baton, Repeat.Meter meter) throws InterruptedException {
    try (ClaimedJobs jobs = new ClaimedJobs(baton, flows)) {
      LogbookStore store = store(baton);
      meter.measure(() -> {
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
        .of(jobs.id(i), jobs.token(i))
        .options(FlowOptions.DEFAULT)
        .open();
  }

  static LogbookStore store(Baton baton) {
    return baton.backend().logbook().orElseThrow();
  }

  private static String perAtom(int atoms, Repeat.Meter meter) {
    return String.format(
        Locale.ROOT,
        "%,.0f atoms/s (%.1f us of CPU each)",
        atoms / meter.seconds(),
        meter.cpuSeconds() / atoms * 1e6);
  }
}
