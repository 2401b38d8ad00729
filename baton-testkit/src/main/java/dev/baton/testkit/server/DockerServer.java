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
 * A real Docker daemon on a Unix socket, for tests. It has the image {@link #IMAGE} and only the
 * networks {@code none} and {@code host}. Containers survive a restart of the daemon, as with the
 * option {@code live-restore}, unless the daemon was started {@linkplain #withoutLiveRestore()
 * without live restore}.
 *
 * <p>If Docker is not installed or the process is not root, the test is aborted, or fails if the
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
    // Without its own file, the daemon would read the settings of the machine.
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

  /** Starts a server that only the caller uses and must close. */
  public static DockerServer started() {
    return started(Kind.DEFAULT);
  }

  /** Starts a server like {@link #started}, but its containers are killed with the daemon. */
  public static DockerServer withoutLiveRestore() {
    return started(Kind.WITHOUT_LIVE_RESTORE);
  }

  /**
   * Starts a server like {@link #started} that is also reachable over TCP by clients with the files
   * of {@link #tlsFolder}.
   */
  public static DockerServer withTls() {
    return started(Kind.TLS);
  }

  /**
   * Returns the TCP address of a server that was started {@link #withTls}: {@code tcp://} and a
   * port.
   */
  public String tcpAddress() {
    return "tcp://127.0.0.1:" + port();
  }

  /** Returns the folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem} for clients. */
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

  /**
   * Returns the server that all tests of this JVM share. The server starts at the first call; tests
   * must not stop the server.
   */
  public static synchronized DockerServer shared() {
    if (shared == null) {
      shared = started();
    }
    return shared;
  }

  /** Returns the command line that runs Docker's own client with these arguments. */
  public List<String> client(String... arguments) {
    return TestServerProcess.join(List.of(client, "--host", address()), List.of(arguments));
  }

  @Override
  List<String> command() {
    // A new daemon would treat the PID files of a killed daemon as files of a running daemon.
    // Therefore they are removed.
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
