// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import dev.baton.testkit.server.DockerServer;
import dev.baton.testkit.server.KubernetesServer;
import dev.baton.testkit.server.PodmanServer;
import dev.baton.testkit.server.SlurmServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An engine with its own client, and the flags by which Baton uses the same engine.
 *
 * @param flags the flags that configure the engine in Baton
 * @param image an image with a shell; null if programs of the host run without an image
 * @param client creates the command that runs a program which touches the file with the given name
 * @param blockingSettings settings that keep a job from starting; null if waiting jobs sleep
 *     instead
 * @param metrics the command that prints the engine's metrics; empty if it has none
 */
record MeasuredEngine(
    String name,
    Path sharedFolder,
    List<String> flags,
    @Nullable String image,
    CommandMaker client,
    @Nullable String blockingSettings,
    List<String> metrics) {

  private static final String MOUNT = "/shared";

  @SuppressWarnings("InlineFormatString") // The text is too long to be used inline.
  private static final String MANIFEST =
      """
      {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "%s"},
       "spec": {"backoffLimit": 0, "template": {"spec": {"restartPolicy": "Never",
        "automountServiceAccountToken": false,
        "containers": [{"name": "main", "image": "%s", "imagePullPolicy": "Never",
         "command": ["touch", "/shared/%s"],
         "volumeMounts": [{"name": "shared", "mountPath": "/shared"}]}],
        "volumes": [{"name": "shared", "hostPath": {"path": "%s"}}]}}}}
      """;

  /** Creates a command line. */
  @FunctionalInterface
  interface CommandMaker {
    List<String> command(String name) throws IOException;
  }

  /**
   * A command that can be run.
   *
   * @param name the name of the file that the command touches
   */
  record PreparedCommand(String name, List<String> command) {
    void run() throws IOException, InterruptedException {
      Process process =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      if (process.waitFor() != 0) {
        throw new IOException(
            command
                + " failed: "
                + new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }

  static MeasuredEngine of(String name, Path shared) {
    return switch (name) {
      case "docker" -> docker(shared);
      case "podman" -> podman(shared);
      case "kubernetes" -> kubernetes(shared);
      case "slurm" -> slurm(shared);
      case "process" ->
          new MeasuredEngine(
              name,
              shared,
              List.of(),
              null,
              file -> List.of("sh", "-c", "touch " + shared.resolve(file)),
              null,
              List.of());
      default ->
          throw new InvalidInputException(
              "--on is '" + name + "'; allowed: docker, podman, kubernetes, slurm, process");
    };
  }

  private static MeasuredEngine docker(Path shared) {
    DockerServer server = DockerServer.shared();
    return containers(
        "docker", shared, server.address(), DockerServer.IMAGE, words -> server.client(words));
  }

  private static MeasuredEngine podman(Path shared) {
    PodmanServer server = PodmanServer.shared();
    return containers(
        "podman", shared, server.address(), PodmanServer.IMAGE, words -> server.client(words));
  }

  /** Creates a command line of an engine's client, for a server that the testkit has started. */
  @FunctionalInterface
  private interface ClientCommand {
    List<String> command(String... words);
  }

  private static MeasuredEngine containers(
      String name, Path shared, String address, String image, ClientCommand client) {
    return new MeasuredEngine(
        name,
        shared,
        options(name, Map.of("host", address, "network", "none", "stop-grace", "PT0S")),
        image,
        file ->
            client.command(
                "run",
                "--detach",
                "--rm",
                "--network=none",
                "--pull=never",
                "--volume=" + shared + ":" + MOUNT,
                image,
                "touch",
                MOUNT + "/" + file),
        null,
        List.of());
  }

  private static MeasuredEngine kubernetes(Path shared) {
    KubernetesServer server = KubernetesServer.shared();
    String config = server.kubeconfig().toString();
    Path manifest = shared.resolveSibling("manifest.json");
    return new MeasuredEngine(
        "kubernetes",
        shared,
        options(
            "kubernetes",
            Map.of("kubeconfig", config, "pull-policy", "never", "user", "image", "grace", "PT0S")),
        KubernetesServer.IMAGE,
        file -> {
          Files.writeString(
              manifest, MANIFEST.formatted(file, KubernetesServer.IMAGE, file, shared));
          return List.of("kubectl", "--kubeconfig", config, "create", "-f", manifest.toString());
        },
        "{\"spec\": {\"nodeSelector\": {\"no-such\": \"node\"}}}",
        List.of("kubectl", "--kubeconfig", config, "get", "--raw", "/metrics"));
  }

  private static MeasuredEngine slurm(Path shared) {
    SlurmServer server = SlurmServer.shared();
    String conf = server.configuration().toString();
    return new MeasuredEngine(
        "slurm",
        shared,
        options("slurm", Map.of("conf", conf, "folder", server.sharedFolder().toString())),
        null,
        file ->
            List.of(
                "env",
                "SLURM_CONF=" + conf,
                "sbatch",
                "--output=/dev/null",
                "--wrap",
                "touch " + shared.resolve(file)),
        "{\"options\": [\"--hold\"]}",
        List.of());
  }

  private static List<String> options(String engine, Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(each -> "--engine-option=" + engine + "." + each.getKey() + "=" + each.getValue())
        .toList();
  }

  PreparedCommand prepare(String file) throws IOException {
    return new PreparedCommand(file, client.command(file));
  }

  /** A job that runs a script. The variable {@code $SHARED} names the shared folder. */
  ObjectNode job(String script) {
    ObjectNode job = BatonUpProcess.JSON.createObjectNode().put("action", "run_container");
    ObjectNode payload = job.putObject("payload");
    payload.putArray("command").add("sh").add("-c").add(script);
    payload.putObject("env").put("SHARED", image == null ? sharedFolder.toString() : MOUNT);
    if (image != null) {
      payload.put("image", image);
      payload.putArray("volumes").add(sharedFolder + ":" + MOUNT);
    }
    return job;
  }

  /** A job that waits for a long time. */
  ObjectNode pendingJob() throws IOException {
    ObjectNode job = job("exec sleep 36000");
    if (blockingSettings != null) {
      ((ObjectNode) job.get("payload")).set("raw", BatonUpProcess.JSON.readTree(blockingSettings));
    }
    return job;
  }

  /** The number of requests to the engine so far; -1 if the engine does not count them. */
  long requests() {
    if (metrics.isEmpty()) {
      return -1;
    }
    try {
      Process process = new ProcessBuilder(new ArrayList<>(metrics)).start();
      try (BufferedReader reader = process.inputReader()) {
        return reader
            .lines()
            .filter(line -> line.startsWith("apiserver_request_total{"))
            .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
