// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.error.NotFoundException;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.slurm.SlurmEngine;
import dev.baton.testkit.SlurmServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What jobs of Slurm cost: to start one, and to wait for many. */
@Command(
    name = "slurm",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Starts jobs of Slurm beside the bare command, then waits for many at once.")
final class SlurmCommand implements Callable<Integer> {

  private static final int AT_ONCE = 4;
  private static final Duration LOOK = Duration.ofMillis(2);

  @Option(names = "--rounds", defaultValue = "20", description = "Starts of each kind.")
  private int rounds;

  @Option(names = "--jobs", defaultValue = "500", description = "Jobs waited for at once.")
  private int jobs;

  @Option(names = "--seconds", defaultValue = "30", description = "How long they are waited for.")
  private int seconds;

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    SlurmServer server = SlurmServer.shared();
    Map<String, String> settings =
        Map.of(
            "conf", server.configuration().toString(),
            "folder", server.sharedFolder().toString());
    try (SlurmEngine engine =
        SlurmEngine.open(
            new EngineOptions(
                "slurm", "bench", Path.of("/nonexistent"), settings, Clock.system()))) {
      starts(engine, server);
      many(engine);
    }
    return 0;
  }

  /** Taken by turns, so that both see the same machine. */
  private void starts(SlurmEngine engine, SlurmServer server)
      throws IOException, InterruptedException {
    List<Long> bare = new ArrayList<>();
    List<Long> ours = new ArrayList<>();
    List<Long> commands = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      Path begun = server.sharedFolder().resolve("bare-" + i);
      long start = System.nanoTime();
      server.output("sbatch", "--output=/dev/null", "--wrap", "echo > " + begun);
      commands.add(System.nanoTime() - start);
      await(begun);
      bare.add(System.nanoTime() - start);
      begun = server.sharedFolder().resolve("ours-" + i);
      start = System.nanoTime();
      engine.create(EngineSpec.named("ours-" + i).command("sh", "-c", "echo > " + begun).build());
      await(begun);
      ours.add(System.nanoTime() - start);
    }
    long theirs = median(bare);
    long own = median(ours);
    ThroughputCommand.print(
        "submit to running, median of %d: sbatch %,d ms (its command alone %,d ms), Baton %,d ms,"
            + " ratio %.2f",
        rounds,
        theirs / 1_000_000,
        median(commands) / 1_000_000,
        own / 1_000_000,
        (double) own / theirs);
  }

  private static void await(Path file) throws InterruptedException {
    while (!Files.exists(file)) {
      Thread.sleep(LOOK);
    }
  }

  private void many(SlurmEngine engine) throws InterruptedException, ExecutionException {
    show("none held");
    long start = System.nanoTime();
    try (ExecutorService makers = Executors.newFixedThreadPool(AT_ONCE);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
        Watch watch = engine.watch(event -> {})) {
      List<Future<?>> made = new ArrayList<>();
      IntStream.range(0, jobs)
          .forEach(i -> made.add(makers.submit(() -> engine.create(spec("held-" + i)))));
      for (Future<?> one : made) {
        one.get();
      }
      ThroughputCommand.print(
          "%,d jobs submitted after %.1f s", jobs, ThroughputCommand.seconds(start));
      IntStream.range(0, jobs).forEach(i -> readers.execute(() -> follow(engine, "held-" + i)));
      settle(engine);
      long before = engine.commands();
      Thread.sleep(Duration.ofSeconds(seconds));
      ThroughputCommand.print(
          "commands while waiting: %.2f per s", (double) (engine.commands() - before) / seconds);
      show("all held, watched, and their output followed");
      start = System.nanoTime();
      IntStream.range(0, jobs).forEach(i -> makers.execute(() -> engine.delete("held-" + i)));
    }
    ThroughputCommand.print(
        "all deleted and their readers at the end after %.1f s", ThroughputCommand.seconds(start));
  }

  private static void follow(SlurmEngine engine, String name) {
    try {
      engine.logs(name, null, line -> {});
    } catch (NotFoundException e) {
      // It was deleted: that is the end of the measurement.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until only the poll is left: what the readers ask first is not waiting. */
  private static void settle(SlurmEngine engine) throws InterruptedException {
    long last;
    do {
      last = engine.commands();
      Thread.sleep(Duration.ofSeconds(5));
    } while (engine.commands() > last + 8);
  }

  private static EngineSpec spec(String name) {
    return EngineSpec.named(name).command("sleep", "3600").build();
  }

  private static long median(List<Long> nanos) {
    return nanos.stream().sorted().toList().get(nanos.size() / 2);
  }

  private static void show(String when) {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    ThroughputCommand.print("%s: heap %,d KiB, platform threads %d", when, heap >> 10, threads);
  }
}
