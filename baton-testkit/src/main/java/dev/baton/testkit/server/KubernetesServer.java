// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A real Kubernetes with one node that runs pods, on free ports of the loopback address, for tests:
 * etcd, API server, controller manager, scheduler, containerd and kubelet. Pods have no network and
 * one image, {@link #IMAGE}; there is no registry. Up in about ten seconds, with 700 MB.
 *
 * <p>Where something is not installed, or this is not root, the test is aborted, or fails if the
 * environment variable {@code BATON_REQUIRE_SERVERS} is {@code 1}.
 */
public final class KubernetesServer implements AutoCloseable {

  /** The only image on the node: BusyBox, without entry point. */
  public static final String IMAGE = "docker.io/baton/busybox:1";

  private static final String NODE = "127.0.0.1";
  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final String API_SERVER = "kube-apiserver";
  private static final String CONTROLLERS = "kube-controller-manager";

  // Guarded by the class.
  private static @Nullable KubernetesServer shared;

  private final Thread hook = new Thread(this::close, "baton-test-kubernetes-close");
  private final LockedServerFolder folder;
  private final KubernetesFiles files;
  private final KubernetesCommands commands;
  private final LinuxNamespaces linuxNamespaces;
  private final KubernetesProbe probe;
  private final Map<String, Process> servers = new ConcurrentHashMap<>();
  // Guarded by this.
  private boolean closed;

  private KubernetesServer(Path binaries) {
    folder =
        LockedServerFolder.make("baton-kubernetes", LeftoverControlGroups::removeOfKilledTasks);
    files = new KubernetesFiles(folder.path());
    commands = new KubernetesCommands(files, binaries);
    linuxNamespaces = LinuxNamespaces.open(folder.path());
    probe = new KubernetesProbe(address(), files.certificate());
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A cluster of the caller's own, running; to be closed. */
  public static KubernetesServer started() {
    if (!TestServerProcess.isRoot()) {
      throw InstalledPrograms.skipOrFail(
          "Kubernetes", "Kubernetes with a kubelet runs as root only");
    }
    for (String program : List.of("etcd", "containerd", "runc", "busybox")) {
      InstalledPrograms.program("Kubernetes", List.of(Path.of("/usr/sbin")), program);
    }
    KubernetesServer server = new KubernetesServer(KubernetesBinaries.folder());
    try {
      server.start();
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** The cluster of this JVM, started on first use. Who stops a part of it starts it again. */
  public static synchronized KubernetesServer shared() {
    if (shared == null) {
      shared = started();
    }
    return shared;
  }

  /** The file by which clients find and enter the cluster, as its administrator. */
  public Path kubeconfig() {
    return files.path("kubeconfig");
  }

  /** The folder in which the node keeps the output of pods. */
  public Path podLogs() {
    return files.path("private/var/log/pods");
  }

  /** The URL of the API server; stays the same over restarts. */
  public String address() {
    return "https://127.0.0.1:" + commands.apiPort();
  }

  /** The administrator's token. */
  public String token() {
    return KubernetesFiles.TOKEN;
  }

  /** The token of a user without any right, whom tests may give some. */
  public String limitedToken() {
    return KubernetesFiles.LIMITED_TOKEN;
  }

  /** The name of that user. */
  public String limitedUser() {
    return KubernetesFiles.LIMITED_USER;
  }

  /** What vouches for the API server. */
  public Path certificate() {
    return files.certificate();
  }

  /** Ends the API server as a power cut does; what runs goes on. */
  public void killApiServer() {
    Process server = servers.remove(API_SERVER);
    if (server != null) {
      LinuxNamespaces.kill(server);
    }
  }

  /** Starts the API server after it was killed, and waits until it answers. */
  public void startApiServer() {
    launch(API_SERVER, commands.apiServer());
    awaitAnswer(API_SERVER, probe::isApiReady);
  }

  /** Ends what makes pods of jobs, and ends and removes both, as a power cut does. */
  public void killControllers() {
    Process server = servers.remove(CONTROLLERS);
    if (server != null) {
      LinuxNamespaces.kill(server);
    }
  }

  /** Starts the controllers after they were killed; they go to work within seconds. */
  public void startControllers() {
    launch(CONTROLLERS, commands.controllerManager());
  }

  private void start() {
    files.write(commands.apiPort(), commands.kubeletPort());
    launch("etcd", commands.etcd());
    launch(API_SERVER, commands.apiServer());
    launch("containerd", commands.containerd());
    // The kubelet ends at once where it cannot read it.
    awaitAnswer(API_SERVER, () -> Files.isRegularFile(files.certificate()));
    launch("kubelet", commands.kubelet());
    Path images = BusyboxImage.archive(folder.path(), List.of(IMAGE, KubernetesFiles.PAUSE_IMAGE));
    awaitAnswer("containerd", () -> linuxNamespaces.run("images", commands.importImages(images)));
    awaitAnswer(API_SERVER, probe::isApiReady);
    startControllers();
    launch("kube-scheduler", commands.scheduler());
    awaitAnswer("kubelet", () -> probe.isNodeReady(NODE));
  }

  private void launch(String name, List<String> command) {
    servers.put(name, linuxNamespaces.start(name, command));
  }

  private void awaitAnswer(String server, Callable<Boolean> answers) {
    await(server + " in " + folder.path())
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          requireAlive();
          return answers.call();
        });
  }

  private void requireAlive() {
    servers.forEach((name, process) -> {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            name
                + " ended with "
                + process.exitValue()
                + ":\n"
                + linuxNamespaces.lastLogLines(name));
      }
    });
  }

  /** Ends it and removes all that it left. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    linuxNamespaces.close();
    folder.close();
    if (!Thread.currentThread().equals(hook)) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
