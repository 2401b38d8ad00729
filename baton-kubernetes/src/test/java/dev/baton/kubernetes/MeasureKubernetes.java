// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EnginePlacement;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.engine.EngineVolume;
import dev.baton.error.BatonException;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import dev.baton.testkit.server.KubernetesServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Prints figures for docs/measurements.md; not a test. Run it only with {@code -Dtest=…}. */
@ResourceLock("kubernetes")
final class MeasureKubernetes {

  private static final int ROUNDS = 12;
  private static final int WAITING = 300;
  private static final Duration WINDOW = Duration.ofSeconds(20);

  private final KubernetesServer server = KubernetesServer.shared();
  private final Map<String, String> settings = KubernetesFixture.settings(server.kubeconfig());
  private final EngineOptions options =
      new EngineOptions("kubernetes", "measure", Path.of("unused"), settings, Clock.system());

  @TempDir private Path folder;

  /**
   * Measures the time from before the call until a container has run. The container touches a file
   * of this host.
   */
  @Test
  void start_besideKubectl() throws IOException, InterruptedException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<Long> baton = new ArrayList<>();
    List<Long> kubectl = new ArrayList<>();
    try (Engine engine = KubernetesEngine.open(options);
        Watch watch = engine.watch(event -> {})) {
      for (int i = 0; i < ROUNDS; i++) {
        EngineSpec own = spec("baton-" + i);
        baton.add(started(own.name(), () -> engine.create(own)));
        EngineSpec bare = spec("bare-" + i);
        Path manifest =
            Files.writeString(
                folder.resolve("manifest.json"),
                new KubernetesJobManifest(KubernetesSettings.of(options), "bare")
                    .of(bare, "default")
                    .toString());
        kubectl.add(started(bare.name(), () -> run("create", "-f", manifest.toString())));
      }
    }
    report("create to running, Baton", baton);
    report("create to running, kubectl", kubectl);
  }

  private EngineSpec spec(String name) {
    return EngineSpec.named(name)
        .image(KubernetesServer.IMAGE)
        .command("touch", "/out/" + name)
        .volumes(List.of(new EngineVolume.HostPath(folder.toString(), "/out", false)))
        .build();
  }

  private long started(String name, Runnable call) throws IOException {
    long before = Clock.system().now().toEpochMilli();
    call.run();
    Path touched = folder.resolve(name);
    await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(touched));
    return Files.getLastModifiedTime(touched).toMillis() - before;
  }

  private void run(String... words) {
    List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig"));
    command.add(server.kubeconfig().toString());
    command.addAll(List.of(words));
    try {
      if (new ProcessBuilder(command).start().waitFor() != 0) {
        throw new IllegalStateException(command + " failed");
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void report(String what, List<Long> millis) {
    List<Long> sorted = millis.stream().sorted().toList();
    System.err.printf(
        "%s: median %d ms, least %d, most %d, n=%d%n",
        what, sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast(), sorted.size());
  }

  /** Measures jobs that no node accepts, each with a follower of its output. */
  @Test
  void waiting_threadsMemoryAndRequests() throws Exception {
    Config config = Config.fromKubeconfig(server.kubeconfig().toFile());
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
        Engine engine = KubernetesEngine.open(options)) {
      long before = Clock.system().nanos();
      for (int i = 0; i < WAITING; i++) {
        engine.create(waiting(i).build());
      }
      System.err.printf(
          "%d jobs created in %d ms%n",
          WAITING, TimeUnit.NANOSECONDS.toMillis(Clock.system().nanos() - before));
      double idle = requests(client);
      int threads = ManagementFactory.getThreadMXBean().getThreadCount();
      long heap = heap();
      Set<String> told = ConcurrentHashMap.newKeySet();
      try (Watch watch = engine.watch(event -> told.add(event.name()))) {
        List<Thread> followers =
            IntStream.range(0, WAITING).mapToObj(i -> follow(engine, i)).toList();
        await().atMost(Duration.ofMinutes(2)).until(() -> told.size() >= WAITING);
        double watched = requests(client);
        System.err.printf(
            "%d waiting: threads %d -> %d, heap %d -> %d KiB, requests/s %.2f -> %.2f%n",
            WAITING,
            threads,
            ManagementFactory.getThreadMXBean().getThreadCount(),
            heap / 1024,
            heap() / 1024,
            idle,
            watched);
        followers.forEach(Thread::interrupt);
        followers.forEach(Threads::join);
      }
      IntStream.range(0, WAITING).forEach(i -> engine.delete("waiting-" + i));
    }
  }

  private static EngineSpecBuilder waiting(int i) {
    return EngineSpec.named("waiting-" + i)
        .image(KubernetesServer.IMAGE)
        .command("true")
        .placement(new EnginePlacement(Map.of("no-such", "node"), List.of()));
  }

  private static Thread follow(Engine engine, int i) {
    Thread thread =
        Threads.virtual(
            "follow",
            () -> {
              try {
                engine.logs("waiting-" + i, null, line -> {});
              } catch (InterruptedException | BatonException e) {
                // The test ends the follower by an interrupt.
              }
            });
    thread.start();
    return thread;
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Returns the rate of all requests to the API server, per second. */
  private static double requests(KubernetesClient client) {
    // Waits until earlier requests are over.
    Instant calm = Clock.system().now().plus(WINDOW);
    await().atMost(WINDOW.multipliedBy(2)).until(() -> Clock.system().now().isAfter(calm));
    long first = total(client);
    Instant end = Clock.system().now().plus(WINDOW);
    await().atMost(WINDOW.multipliedBy(2)).until(() -> Clock.system().now().isAfter(end));
    return (total(client) - first) / (double) WINDOW.toSeconds();
  }

  private static long total(KubernetesClient client) {
    return client
        .raw("/metrics")
        .lines()
        .filter(line -> line.startsWith("apiserver_request_total{"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
