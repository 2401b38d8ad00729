// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.docker.DockerEngine;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import dev.baton.testkit.server.DockerServer;
import dev.baton.testkit.server.PodmanServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the cost of starting one container and of waiting for many containers. */
@Command(
    name = "containers",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Compares container starts with the bare client, then waits for many at once.")
final class ContainersCommand implements Callable<Integer> {

  private static final String INSTALLATION = "bench";

  @Option(names = "--on", defaultValue = "docker", description = "docker or podman.")
  private String on = "";

  @Option(names = "--rounds", defaultValue = "20", description = "Starts of each kind.")
  private int rounds;

  @Option(names = "--jobs", defaultValue = "200", description = "Containers waited for at once.")
  private int jobs;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "How long the waiting jobs are observed.")
  private int seconds;

  /**
   * A container server.
   *
   * @param run the command by which the server's own client runs a container
   */
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
      new MeasureIdleEngineJobs(engine, engine::requests, ContainersCommand::spec)
          .measure(jobs, seconds);
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

  /** Alternates between both clients, so that both run under the same load of the machine. */
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

  private static EngineSpec spec(String name) {
    return EngineSpec.named(name).image(DockerServer.IMAGE).command("sleep", "3600").build();
  }

  private static long median(List<Long> nanos) {
    return nanos.stream().sorted().toList().get(nanos.size() / 2);
  }
}
