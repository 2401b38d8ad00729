// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.docker.DockerEngine;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.testkit.DockerServer;
import dev.baton.testkit.PodmanServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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

/** What containers cost: to start one, and to wait for many. */
@Command(
    name = "containers",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Starts containers beside the bare client, then waits for many at once.")
final class ContainersCommand implements Callable<Integer> {

  private static final String INSTALLATION = "bench";
  private static final int AT_ONCE = 4;

  @Option(names = "--on", defaultValue = "docker", description = "docker or podman.")
  private String on = "";

  @Option(names = "--rounds", defaultValue = "20", description = "Starts of each kind.")
  private int rounds;

  @Option(names = "--jobs", defaultValue = "200", description = "Containers waited for at once.")
  private int jobs;

  @Option(names = "--seconds", defaultValue = "20", description = "How long they are waited for.")
  private int seconds;

  /** A server, and the command that runs a container on it by its own client. */
  private record Server(String address, List<String> run) {}

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    Server server = server();
    Map<String, String> settings =
        Map.of("host", server.address(), "network", "none", "stop-grace", "PT0S");
    try (DockerEngine engine =
        DockerEngine.docker(
            new EngineOptions(
                on, INSTALLATION, Path.of("/nonexistent"), settings, Clock.system()))) {
      starts(engine, server);
      many(engine);
    }
    return 0;
  }

  private Server server() {
    String[] run = {"run", "--detach", "--network=none", "--pull=never"};
    return switch (on) {
      case "docker" -> {
        DockerServer server = DockerServer.shared();
        yield new Server(server.address(), server.client(run));
      }
      case "podman" -> {
        PodmanServer server = PodmanServer.shared();
        yield new Server(server.address(), server.client(run));
      }
      default -> throw new InvalidInputException("--on is '" + on + "'; allowed: docker, podman");
    };
  }

  /** Taken by turns, so that both see the same machine. */
  private void starts(DockerEngine engine, Server server) throws IOException, InterruptedException {
    List<Long> bare = new ArrayList<>();
    List<Long> ours = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      List<String> command = new ArrayList<>(server.run());
      command.addAll(List.of("--name=bare-" + i, DockerServer.IMAGE, "sleep", "3600"));
      long start = System.nanoTime();
      Process client =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      if (client.waitFor() != 0) {
        throw new IOException(command + " failed");
      }
      bare.add(System.nanoTime() - start);
      start = System.nanoTime();
      engine.create(spec("ours-" + i));
      ours.add(System.nanoTime() - start);
      engine.delete("ours-" + i);
    }
    long theirs = median(bare);
    long own = median(ours);
    ThroughputCommand.print(
        "create to running, median of %d: client %,d ms, Baton %,d ms, ratio %.2f",
        rounds, theirs / 1_000_000, own / 1_000_000, (double) own / theirs);
  }

  private void many(DockerEngine engine) throws InterruptedException, ExecutionException {
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
          "%,d containers run after %.1f s", jobs, ThroughputCommand.seconds(start));
      IntStream.range(0, jobs).forEach(i -> readers.execute(() -> follow(engine, "held-" + i)));
      settle(engine);
      long before = engine.requests();
      Thread.sleep(Duration.ofSeconds(seconds));
      ThroughputCommand.print(
          "requests while waiting: %.2f per s", (double) (engine.requests() - before) / seconds);
      show("all held, watched, and their output followed");
      start = System.nanoTime();
      IntStream.range(0, jobs).forEach(i -> makers.execute(() -> engine.delete("held-" + i)));
    }
    ThroughputCommand.print(
        "all deleted and their readers at the end after %.1f s", ThroughputCommand.seconds(start));
  }

  private static void follow(DockerEngine engine, String name) {
    try {
      engine.logs(name, null, line -> {});
    } catch (NotFoundException e) {
      // It was deleted, as all are at the end.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until the readers have begun: their requests are not those of waiting. */
  private static void settle(DockerEngine engine) throws InterruptedException {
    long last = -1;
    while (engine.requests() != last) {
      last = engine.requests();
      Thread.sleep(Duration.ofSeconds(2));
    }
  }

  private static EngineSpec spec(String name) {
    return EngineSpec.named(name).image(DockerServer.IMAGE).command("sleep", "3600").build();
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
