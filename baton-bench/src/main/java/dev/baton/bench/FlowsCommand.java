// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import static dev.baton.bench.ThroughputCommand.print;
import static dev.baton.bench.ThroughputCommand.seconds;

import dev.baton.flow.Flow;
import dev.baton.logbook.LogbookStore;
import dev.baton.memory.InMemoryBackend;
import dev.baton.runner.FlowOptions;
import dev.baton.runner.FlowRun;
import dev.baton.runner.FlowRunner;
import dev.baton.service.Clock;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
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

  @Override
  public Integer call() throws InterruptedException {
    if (on.equals(MEMORY)) {
      try (Baton baton = new Baton(new InMemoryBackend(Clock.system()))) {
        measure(null, baton);
        measureSizes(baton);
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
    for (int round = 1; round <= rounds; round++) {
      if (target != null) {
        print("%s, round %d: %,.0f sequential commits/s", on, round, target.sequentialCommits());
      }
      measureLong(target, baton, "linear", NoopFlows.linear(atoms), round);
      measureLong(target, baton, "graph", NoopFlows.graph(atoms), round);
      measureMany(target, baton, round);
    }
  }

  private void measureLong(@Nullable Target target, Baton baton, String kind, Flow flow, int round)
      throws InterruptedException {
    try (ClaimedJobs jobs = new ClaimedJobs(baton, 1)) {
      FlowRun run = open(store(baton), jobs, 0, flow);
      long before = commits(target);
      long start = System.nanoTime();
      run.run();
      double took = seconds(start);
      print(
          "%s, %s of %,d atoms, round %d: %,.0f atoms/s, %.2f writes/atom%s",
          on,
          kind,
          atoms,
          round,
          atoms / took,
          run.logbook().flow().revision() / (double) atoms,
          perUnit(target, before, atoms, "atom"));
    }
  }

  private void measureMany(@Nullable Target target, Baton baton, int round)
      throws InterruptedException {
    try (ClaimedJobs jobs = new ClaimedJobs(baton, flows)) {
      LogbookStore store = store(baton);
      long before = commits(target);
      long start = System.nanoTime();
      List<Thread> threads =
          java.util.stream.IntStream.range(0, flows)
              .mapToObj(i -> Thread.ofVirtual().start(() -> runShort(store, jobs, i)))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
      double took = seconds(start);
      print(
          "%s, %,d three-step flows at once, round %d: %,.0f flows/s, %,.0f atoms/s%s",
          on, flows, round, flows / took, 3 * flows / took, perUnit(target, before, flows, "flow"));
    }
  }

  private void measureSizes(Baton baton) throws InterruptedException {
    for (int round = 1; round <= rounds; round++) {
      for (int size : List.of(1_000, 3_000, 10_000)) {
        try (ClaimedJobs jobs = new ClaimedJobs(baton, 1)) {
          long start = System.nanoTime();
          Flow flow = NoopFlows.graph(size);
          double built = seconds(start);
          FlowRun run = open(store(baton), jobs, 0, flow);
          double compiled = seconds(start) - built;
          run.run();
          print(
              "graph of %,d atoms, round %d: built in %.1f ms, compiled in %.1f ms, run in %.1f ms",
              size, round, built * 1e3, compiled * 1e3, (seconds(start) - built - compiled) * 1e3);
        }
      }
    }
  }

  private static void runShort(LogbookStore store, ClaimedJobs jobs, int i) {
    try {
      open(store, jobs, i, NoopFlows.linear(3)).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static FlowRun open(LogbookStore store, ClaimedJobs jobs, int i, Flow flow) {
    return new FlowRunner(store, Clock.system())
        .flow(flow)
        .of(jobs.id(i), jobs.token(i))
        .options(FlowOptions.DEFAULT)
        .open();
  }

  private static LogbookStore store(Baton baton) {
    return baton.backend().logbook().orElseThrow();
  }

  private static long commits(@Nullable Target target) {
    return target == null ? 0 : target.commits().orElse(0);
  }

  private static String perUnit(@Nullable Target target, long before, int units, String unit) {
    OptionalLong after = target == null ? OptionalLong.empty() : target.commits();
    return after.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT, ", %.2f commits/%s", (after.getAsLong() - before) / (double) units, unit);
  }
}
