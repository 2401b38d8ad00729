// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.service.Clock;
import dev.baton.slurm.SlurmEngine;
import dev.baton.testkit.server.SlurmServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the cost of starting one Slurm job and of waiting for many Slurm jobs. */
@Command(
    name = "slurm",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Compares Slurm job starts with the bare command, then waits for many at once.")
final class SlurmCommand implements Callable<Integer> {

  private static final Duration LOOK = Duration.ofMillis(2);

  @Option(names = "--rounds", defaultValue = "20", description = "Starts of each kind.")
  private int rounds;

  @Option(names = "--jobs", defaultValue = "500", description = "Jobs waited for at once.")
  private int jobs;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "How long the waiting jobs are observed.")
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
      new MeasureIdleEngineJobs(engine, engine::commands, SlurmCommand::spec)
          .measure(jobs, seconds);
    }
    return 0;
  }

  /** Alternates between both clients, so that both run under the same load of the machine. */
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

  private static EngineSpec spec(String name) {
    return EngineSpec.named(name).command("sleep", "3600").build();
  }

  private static long median(List<Long> nanos) {
    return nanos.stream().sorted().toList().get(nanos.size() / 2);
  }
}
