// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real Podman service with Docker's API on a Unix socket, for tests. It has the image {@link
 * #IMAGE} and only the networks {@code none} and {@code host}. Containers keep running without the
 * service.
 *
 * <p>If Podman is not installed or the process is not root, the test is aborted, or fails if the
 * environment variable {@code BATON_REQUIRE_SERVERS} is {@code 1}.
 */
public final class PodmanServer extends ContainerServer {

  // Guarded by the class.
  private static @Nullable PodmanServer shared;

  private final String podman;

  private PodmanServer(String podman) {
    super("podman");
    this.podman = podman;
    // Sets limits that root may set on every host, and keeps files and locks in the folder, so that
    // they are removed with it.
    write(
        "containers.conf",
        """
        [containers]
        default_ulimits = ["nofile=20000:20000", "nproc=4096:4096"]
        log_driver = "k8s-file"
        netns = "none"
        [engine]
        cgroup_manager = "cgroupfs"
        events_logger = "file"
        lock_type = "file"
        runtime = "runc"
        [network]
        network_config_dir = "%s"
        """
            .formatted(folder.resolve("networks")));
    run(
        local(
            "import",
            "--change",
            "ENV PATH=/bin",
            "--change",
            "CMD [\"/bin/sh\"]",
            rootFileSystem().toString(),
            "docker.io/" + IMAGE));
    start();
  }

  /** Starts a server that only the caller uses and must close. */
  public static PodmanServer started() {
    requireRoot("Podman");
    InstalledPrograms.program("Podman", List.of(Path.of("/usr/sbin"), Path.of("/usr/bin")), "runc");
    return new PodmanServer(
        InstalledPrograms.program("Podman", List.of(Path.of("/usr/bin")), "podman"));
  }

  /**
   * Returns the server that all tests of this JVM share. The server starts at the first call; tests
   * must not stop the server.
   */
  public static synchronized PodmanServer shared() {
    if (shared == null) {
      shared = started();
    }
    return shared;
  }

  /** Returns the command line that runs Podman's own client on this server. */
  public List<String> client(String... arguments) {
    return TestServerProcess.join(
        List.of(podman, "--remote", "--url", address()), List.of(arguments));
  }

  private List<String> local(String... arguments) {
    List<String> options =
        List.of(
            podman,
            "--root=" + folder.resolve("data"),
            "--runroot=" + folder.resolve("run"),
            "--tmpdir=" + folder.resolve("tmp"),
            "--storage-driver=overlay");
    return TestServerProcess.join(options, List.of(arguments));
  }

  @Override
  Map<String, String> environment() {
    return Map.of("CONTAINERS_CONF", folder.resolve("containers.conf").toString());
  }

  @Override
  List<String> command() {
    return local("system", "service", "--time=0", address());
  }

  @Override
  List<String> probe() {
    return client("version");
  }

  @Override
  String stopSignal() {
    return "TERM";
  }
}
