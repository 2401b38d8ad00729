// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.bench.MeasuredEngine.PreparedCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the cost of a container as a job of a complete Baton, from the post on. */
@Command(
    name = "run-container",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Compares container jobs of Baton with the bare client, then lets many jobs wait.")
final class RunContainerCommand implements Callable<Integer> {

  private static final String RUNNING = "job?last=10000&filter=state=%27RUNNING%27";
  private static final int SETTLE_READS = 8;
  private static final Duration BOUND = Duration.ofMinutes(10);

  @Option(
      names = "--on",
      defaultValue = "docker",
      description = "docker, podman, kubernetes, slurm or process.")
  private String on = "";

  @Option(names = "--rounds", defaultValue = "15", description = "Starts by each client.")
  private int rounds;

  @Option(names = "--jobs", defaultValue = "0", description = "Jobs that wait at once.")
  private int jobs;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "How long the waiting jobs are observed.")
  private int seconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "baton-bench");
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    MeasuredEngine engine = MeasuredEngine.of(on, shared);
    List<String> flags = new ArrayList<>(engine.flags());
    flags.addAll(List.of("--engine", on, "--threads", String.valueOf(jobs + 20)));
    try (BatonUpProcess baton = BatonUpProcess.start(folder, flags)) {
      starts(baton, engine, shared);
      if (jobs > 0) {
        waiting(baton, engine);
      }
    } finally {
      delete(folder);
    }
    return 0;
  }

  /** Alternates between both clients, so that both run under the same load of the machine. */
  private void starts(BatonUpProcess baton, MeasuredEngine engine, Path shared)
      throws IOException, InterruptedException {
    List<Long> theirs = new ArrayList<>();
    List<Long> own = new ArrayList<>();
    for (int i = -2; i < rounds; i++) {
      PreparedCommand bare = engine.prepare("bare-" + (i + 2));
      long start = System.nanoTime();
      bare.run();
      AwaitCondition.until("start", BOUND, () -> Files.exists(shared.resolve(bare.name())));
      long took = System.nanoTime() - start;
      String name = "baton-" + (i + 2);
      String job = engine.job("touch $SHARED/" + name).toString();
      start = System.nanoTime();
      baton.send("POST", "job", job);
      AwaitCondition.until("start", BOUND, () -> Files.exists(shared.resolve(name)));
      // The first rounds load classes and are not counted.
      if (i >= 0) {
        own.add(System.nanoTime() - start);
        theirs.add(took);
      }
      AwaitCondition.until(
          "end", BOUND, () -> baton.count("state='RUNNING' or state='QUEUED'") == 0);
    }
    long bareMedian = median(theirs);
    long batonMedian = median(own);
    ThroughputCommand.print(
        "%s: time until the program runs, median of %d (min, max): client %s, Baton from the post"
            + " %s; overhead %,d ms, ratio %.2f",
        on,
        rounds,
        spread(theirs),
        spread(own),
        (batonMedian - bareMedian) / 1_000_000,
        (double) batonMedian / bareMedian);
  }

  private void waiting(BatonUpProcess baton, MeasuredEngine engine) throws IOException {
    double before = rate(engine);
    ThroughputCommand.print(
        "no jobs: heap %,d KiB, threads %d, requests to the engine by all its clients %s",
        baton.heap() >> 10, baton.threads(), text(before));
    long start = System.nanoTime();
    ArrayNode all = BatonUpProcess.JSON.createArrayNode();
    for (int i = 0; i < jobs; i++) {
      ObjectNode job = engine.pendingJob();
      all.add(job);
    }
    baton.send("POST", "job", all.toString());
    AwaitCondition.until("the creation of all engine jobs", BOUND, () -> made(baton) == jobs);
    ThroughputCommand.print(
        "%,d engine jobs created after %.1f s", jobs, ThroughputCommand.seconds(start));
    double during = settled(engine, before);
    ThroughputCommand.print(
        "status message of the first job: %s",
        baton.send("GET", RUNNING, "").path("resources").path(0).path("status-message").asText());
    ThroughputCommand.print(
        "all jobs waiting: heap %,d KiB, threads %d, requests to the engine by all its clients %s",
        baton.heap() >> 10, baton.threads(), text(during));
    start = System.nanoTime();
    for (var job : baton.send("GET", RUNNING, "").path("resources")) {
      baton.send("POST", job.path("id").asText() + "/cancel", "{}");
    }
    AwaitCondition.until("cancelled", BOUND, () -> baton.count("state='CANCELED'") == jobs);
    ThroughputCommand.print("all jobs cancelled after %.1f s", ThroughputCommand.seconds(start));
  }

  /**
   * The number of jobs that have an engine job. Pauses before each request, because the response is
   * large.
   */
  private static long made(BatonUpProcess baton) {
    AwaitCondition.pause(Duration.ofSeconds(1));
    long made = 0;
    for (var job : baton.send("GET", RUNNING, "").path("resources")) {
      made += job.path("location").hasNonNull("run") ? 1 : 0;
    }
    return made;
  }

  /** The request rate after the engine's own work, such as scheduling, has ended. */
  private double settled(MeasuredEngine engine, double before) {
    double now = rate(engine);
    for (int checks = 1; checks < SETTLE_READS && now > 2 * before + 5; checks++) {
      now = rate(engine);
    }
    return now;
  }

  /** Requests per second; negative if the engine does not count them. */
  private double rate(MeasuredEngine engine) {
    long first = engine.requests();
    AwaitCondition.pause(Duration.ofSeconds(seconds));
    return first < 0 ? -1 : (engine.requests() - first) / (double) seconds;
  }

  private static String text(double rate) {
    return rate < 0 ? "unknown" : String.format(java.util.Locale.ROOT, "%.2f per s", rate);
  }

  private static long median(List<Long> nanos) {
    return nanos.stream().sorted().toList().get(nanos.size() / 2);
  }

  private static String spread(List<Long> nanos) {
    List<Long> sorted = nanos.stream().map(each -> each / 1_000_000).sorted().toList();
    return "%d ms (%d, %d)"
        .formatted(sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
