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
 * A real Kubernetes cluster for tests, with one node that runs pods, on free ports of the loopback
 * address: etcd, API server, controller manager, scheduler, containerd and kubelet. Pods have no
 * network and one image, {@link #IMAGE}; there is no registry. It starts in about ten seconds and
 * needs 700 MB.
 *
 * <p>If a program is not installed or the process is not root, the test is aborted, or fails if the
 * environment variable {@code BATON_REQUIRE_SERVERS} is {@code 1}.
 */
public final class KubernetesServer implements AutoCloseable {

  /** The only image for pods: BusyBox without an entry point. */
  public static final String IMAGE = "docker.io/baton/busybox:1";

  private static final String NODE = "127.0.0.1";
  private static final Duration BOUND = Duration.ofMinutes(4);
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
  // Guarded by the lock of this object.
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

  /** Starts a cluster that only the caller uses and must close. */
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
      try {
        server.close();
      } catch (RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
    return server;
  }

  /**
   * Returns the cluster that all tests of this JVM share. The server starts at the first call. A
   * test that stops a part of it must start the part again.
   */
  public static synchronized KubernetesServer shared() {
    if (shared == null) {
      shared = started();
    }
    return shared;
  }

  /** Returns the file with which clients connect to the cluster as its administrator. */
  public Path kubeconfig() {
    return files.path("kubeconfig");
  }

  /** Returns the folder in which the node keeps the output of pods. */
  public Path podLogs() {
    return files.path("private/var/log/pods");
  }

  /** Returns the URL of the API server. It stays the same over restarts. */
  public String address() {
    return "https://127.0.0.1:" + commands.apiPort();
  }

  /** Returns the token of the administrator. */
  public String token() {
    return KubernetesFiles.TOKEN;
  }

  /** Returns the token of a user without any rights. Tests may give rights to this user. */
  public String limitedToken() {
    return KubernetesFiles.LIMITED_TOKEN;
  }

  /** Returns the name of the user without any rights. */
  public String limitedUser() {
    return KubernetesFiles.LIMITED_USER;
  }

  /** Returns the certificate of the API server, which clients must trust. */
  public Path certificate() {
    return files.certificate();
  }

  /** Kills the API server as a power cut does. Pods keep running. */
  public void killApiServer() {
    Process server = servers.remove(API_SERVER);
    if (server != null) {
      LinuxNamespaces.kill(server);
    }
  }

  /** Starts the API server after a kill, and waits until it answers. */
  public void startApiServer() {
    launch(API_SERVER, commands.apiServer());
    awaitAnswer(API_SERVER, probe::isApiReady);
  }

  /**
   * Kills the controllers as a power cut does. Until they start again, nothing creates the pods of
   * jobs, or ends and removes jobs and pods.
   */
  public void killControllers() {
    Process server = servers.remove(CONTROLLERS);
    if (server != null) {
      LinuxNamespaces.kill(server);
    }
  }

  /** Starts the controllers after a kill. They begin to work within seconds. */
  public void startControllers() {
    launch(CONTROLLERS, commands.controllerManager());
  }

  private void start() {
    files.write(commands.apiPort(), commands.kubeletPort());
    launch("etcd", commands.etcd());
    launch(API_SERVER, commands.apiServer());
    launch("containerd", commands.containerd());
    // The kubelet exits at once if it cannot read the certificate.
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
                + " ended with exit code "
                + process.exitValue()
                + ":\n"
                + linuxNamespaces.lastLogLines(name));
      }
    });
  }

  /** Stops the cluster and removes everything that it left. Idempotent. */
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
