// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A real Docker daemon on a Unix socket, for tests, with the image {@link #IMAGE} and no network
 * but {@code none} and {@code host}. Containers outlive a restart of the daemon, as with the option
 * {@code live-restore}, unless it was started {@linkplain #withoutLiveRestore() mortal}.
 *
 * <p>Where Docker is not installed, or without root, the test is aborted, or fails if the
 * environment variable {@code BATON_REQUIRE_SERVERS} is {@code 1}.
 */
public final class DockerServer extends ContainerServer {

  // Guarded by the class.
  private static @Nullable DockerServer shared;

  private final String daemon;
  private final String client;
  private final List<String> options;

  private DockerServer(String daemon, String client, Kind kind) {
    super("docker");
    this.daemon = daemon;
    this.client = client;
    this.options = options(kind);
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

  private enum Kind {
    DEFAULT,
    WITHOUT_LIVE_RESTORE,
    TLS
  }

  private List<String> options(Kind kind) {
    return switch (kind) {
      case DEFAULT -> List.of("--live-restore");
      case WITHOUT_LIVE_RESTORE -> List.of();
      case TLS -> {
        TlsFiles.make(folder, this::run);
        yield List.of(
            "--host=" + tcpAddress(),
            "--tlsverify",
            "--tlscacert=" + folder.resolve("ca.pem"),
            "--tlscert=" + folder.resolve("server-cert.pem"),
            "--tlskey=" + folder.resolve("server-key.pem"));
      }
    };
  }

  /** A server of the caller's own, running; to be closed. */
  public static DockerServer started() {
    return started(Kind.DEFAULT);
  }

  /** As {@link #started}, but its containers are killed when it is. */
  public static DockerServer withoutLiveRestore() {
    return started(Kind.WITHOUT_LIVE_RESTORE);
  }

  /** As {@link #started}, and over TCP for those who have the files of {@link #tlsFolder} too. */
  public static DockerServer withTls() {
    return started(Kind.TLS);
  }

  /** Where one that is {@link #withTls} listens, {@code tcp://} and a port. */
  public String tcpAddress() {
    return "tcp://127.0.0.1:" + port();
  }

  /** The folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem} of its clients. */
  public Path tlsFolder() {
    return folder;
  }

  private static DockerServer started(Kind kind) {
    requireRoot("Docker");
    List<Path> usual = List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"));
    return new DockerServer(
        InstalledPrograms.program("Docker", usual, "dockerd"),
        InstalledPrograms.program("Docker", List.of(Path.of("/usr/bin")), "docker"),
        kind);
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
    return TestServerProcess.join(List.of(client, "--host", address()), List.of(arguments));
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
    return TestServerProcess.join(command, options);
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
