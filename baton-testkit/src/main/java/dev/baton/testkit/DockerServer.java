// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A real Docker daemon on a Unix socket, for tests, with the image {@link #IMAGE} and no network
 * but {@code none} and {@code host}. Containers outlive a restart of the daemon, as with the option
 * {@code live-restore}, unless it was started {@linkplain #mortal() mortal}.
 *
 * <p>Where Docker is not installed, or without root, the test is aborted, or fails if the
 * environment variable {@code BATON_REQUIRE_SERVERS} is {@code 1}.
 */
public final class DockerServer extends ContainerServer {

  // Guarded by the class.
  private static @Nullable DockerServer shared;

  private final String daemon;
  private final String client;
  private final boolean liveRestore;

  private DockerServer(String daemon, String client, boolean liveRestore) {
    super("docker");
    this.daemon = daemon;
    this.client = client;
    this.liveRestore = liveRestore;
    // A file of its own, or the machine's settings would be read.
    write("daemon.json", "{}\n");
    start();
    run(
        client(
            "import",
            "--change",
            "ENV PATH=/bin",
            "--change",
            "CMD [\"/bin/sh\"]",
            rootFileSystem().toString(),
            IMAGE));
  }

  /** A server of the caller's own, running; to be closed. */
  public static DockerServer started() {
    return started(true);
  }

  /** As {@link #started}, but its containers are killed when it is. */
  public static DockerServer mortal() {
    return started(false);
  }

  private static DockerServer started(boolean liveRestore) {
    requireRoot("Docker");
    List<Path> usual = List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"));
    return new DockerServer(
        Installed.program("Docker", usual, "dockerd"),
        Installed.program("Docker", List.of(Path.of("/usr/bin")), "docker"),
        liveRestore);
  }

  /** The server of this JVM, started on first use; never to be stopped by a test. */
  public static synchronized DockerServer shared() {
    if (shared == null) {
      shared = started();
    }
    return shared;
  }

  /** The command that has Docker's own client do something. */
  public List<String> client(String... arguments) {
    return ServerProcess.join(List.of(client, "--host", address()), List.of(arguments));
  }

  @Override
  List<String> command() {
    // What a killed daemon left behind, it would take for a running one.
    remove("docker.pid");
    remove("exec/containerd/containerd.pid");
    List<String> command =
        List.of(
            daemon,
            "--config-file=" + folder.resolve("daemon.json"),
            "--data-root=" + folder.resolve("data"),
            "--exec-root=" + folder.resolve("exec"),
            "--pidfile=" + folder.resolve("docker.pid"),
            "--host=" + address(),
            "--exec-opt=native.cgroupdriver=cgroupfs",
            "--bridge=none",
            "--iptables=false",
            "--ip6tables=false",
            "--ip-forward=false",
            "--ip-masq=false");
    return liveRestore ? ServerProcess.join(command, List.of("--live-restore")) : command;
  }

  @Override
  List<String> probe() {
    return client("version");
  }

  @Override
  String stopSignal() {
    return "TERM";
  }

  private void remove(String file) {
    try {
      Files.deleteIfExists(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
