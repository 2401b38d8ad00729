// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.docker.DockerEngine;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EngineOptions;
import dev.baton.error.UnavailableException;
import dev.baton.kubernetes.KubernetesEngine;
import dev.baton.service.Clock;
import dev.baton.slurm.SlurmEngine;
import dev.baton.testkit.server.DockerServer;
import dev.baton.testkit.server.KubernetesServer;
import dev.baton.testkit.server.PodmanServer;
import dev.baton.testkit.server.SlurmServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real engine, whose server this JVM controls, as jobs and executors name it.
 *
 * @param settings the settings with which executors open the engine
 * @param image an image that contains a shell; null if the engine runs programs of the host
 * @param down ends the server abruptly, as a power failure does; the programs keep running
 * @param up starts the server again and waits until it answers
 */
record RealEngine(
    String name,
    EngineFactory factory,
    Map<String, String> settings,
    @Nullable String image,
    Runnable down,
    Runnable up) {

  /** The path at which containers see the folder that they share with the test. */
  private static final String MOUNT = "/shared";

  /** All engines that have a server. A server is started on first use. */
  static List<RealEngine> servers() {
    return List.of(docker(), podman(), kubernetes(), slurm());
  }

  static RealEngine docker() {
    DockerServer server = DockerServer.shared();
    return new RealEngine(
        "docker",
        options -> DockerEngine.docker(options),
        containers(server.address()),
        DockerServer.IMAGE,
        server::kill,
        server::start);
  }

  static RealEngine podman() {
    PodmanServer server = PodmanServer.shared();
    return new RealEngine(
        "podman",
        options -> DockerEngine.podman(options),
        containers(server.address()),
        PodmanServer.IMAGE,
        server::kill,
        server::start);
  }

  private static Map<String, String> containers(String address) {
    return Map.of("host", address, "network", "none", "stop-grace", "PT0S");
  }

  static RealEngine kubernetes() {
    KubernetesServer server = KubernetesServer.shared();
    return new RealEngine(
        "kubernetes",
        options -> KubernetesEngine.open(options),
        Map.of(
            "kubeconfig",
            server.kubeconfig().toString(),
            "pull-policy",
            "never",
            "user",
            "image",
            "grace",
            "PT0S"),
        KubernetesServer.IMAGE,
        server::killApiServer,
        server::startApiServer);
  }

  static RealEngine slurm() {
    SlurmServer server = SlurmServer.shared();
    return new RealEngine(
        "slurm",
        options -> SlurmEngine.open(options),
        Map.of(
            "conf",
            server.configuration().toString(),
            "folder",
            server.sharedFolder().toString(),
            "poll",
            "PT0.5S"),
        null,
        // The server would lose the changes of its last seconds, so wait until it has saved them.
        () -> {
          server.awaitSaved();
          server.killController();
        },
        server::startController);
  }

  /** The process engine, which has no server. */
  static RealEngine process() {
    return new RealEngine("process", ProcessEngine::open, Map.of(), null, () -> {}, () -> {});
  }

  /** Opens the engine as an executor with this data folder does. */
  Engine open(Path data) {
    return factory.open(
        new EngineOptions(
            name, "baton", data.resolve("engines").resolve(name), settings, Clock.system()));
  }

  /**
   * Waits until the engine has this number of engine jobs of Baton's jobs, because it removes
   * engine jobs asynchronously. A test that failed may have left others.
   *
   * @param jobs the ids of Baton's jobs
   */
  void awaitJobs(Path data, Collection<String> jobs, int count) {
    try (Engine engine = open(data)) {
      await("jobs of " + name)
          .atMost(Duration.ofMinutes(4))
          .ignoreException(UnavailableException.class)
          .untilAsserted(() ->
              assertThat(engine.list())
                  .filteredOn(each -> jobs.contains("job/" + each.labels().get(EngineLabels.JOB)))
                  .hasSize(count));
    }
  }

  /** The flags that tell an executor where the engine is. */
  List<String> flags() {
    return settings.entrySet().stream()
        .map(setting ->
            "--engine-option=" + name + "." + setting.getKey() + "=" + setting.getValue())
        .toList();
  }

  /**
   * A job that runs a shell script with the test's folder in {@code $SHARED}.
   *
   * @param argument {@code $0}
   */
  ObjectNode job(Path shared, String script, String argument) {
    ObjectNode job = TestApiClient.JSON.createObjectNode().put("action", "run_container");
    ObjectNode payload = job.putObject("payload").put("engine", name);
    payload.putArray("command").add("sh").add("-c").add(script).add(argument);
    payload.putObject("env").put("SHARED", image == null ? shared.toString() : MOUNT);
    if (image != null) {
      payload.put("image", image);
      payload.putArray("volumes").add(shared + ":" + MOUNT);
    }
    return job;
  }

  @Override
  public String toString() {
    return name;
  }
}
