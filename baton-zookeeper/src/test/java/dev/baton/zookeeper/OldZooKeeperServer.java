// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * A real ZooKeeper server in a separate process, of the version 3.4.13 that Nuvla's deployment
 * files name. The build copies its jar next to the test classes.
 */
final class OldZooKeeperServer implements AutoCloseable {

  private static final Duration BOUND = Duration.ofMinutes(4);

  private static final class Shared {
    private static final OldZooKeeperServer SERVER = new OldZooKeeperServer();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close, "baton-old-zookeeper-close"));
    }
  }

  private final Path folder = SingleZooKeeperServer.newFolder();
  private final int port = SingleZooKeeperServer.freePort();
  private Process process;

  OldZooKeeperServer() {
    start();
  }

  /** Returns the server that all tests share that do not damage it. It ends with the JVM. */
  static OldZooKeeperServer shared() {
    return Shared.SERVER;
  }

  String hosts() {
    return "127.0.0.1:" + port;
  }

  void start() {
    try {
      Path config = folder.resolve("server.cfg");
      Files.writeString(
          config,
          """
          tickTime=%d
          dataDir=%s
          clientPortAddress=127.0.0.1
          clientPort=%d
          maxClientCnxns=1000
          """
              .formatted(SingleZooKeeperServer.TICK_MILLIS, folder.resolve("data"), port));
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-Xmx256m",
                  "-Dzookeeper.jmx.log4j.disable=true",
                  "-Dzookeeper.forceSync=no",
                  "-cp",
                  classPath(),
                  "org.apache.zookeeper.server.ZooKeeperServerMain",
                  config.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("server.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("ZooKeeper 3.4 in " + folder).atMost(BOUND).until(() -> version().startsWith("3.4.13"));
  }

  /** Kills the server as a power failure does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Kills the server and deletes its data; the test starts it again. */
  void deleteData() {
    kill();
    SingleZooKeeperServer.delete(folder.resolve("data"));
  }

  /** Returns the version that the server reports; empty while it does not answer. */
  String version() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      // A server that is still starting may accept the connection and never answer.
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.startsWith("Zookeeper version: ")
          ? said.substring(19).lines().findFirst().orElse("")
          : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static String classPath() throws IOException {
    Path target = place(OldZooKeeperServer.class).resolveSibling("old-zookeeper");
    try (Stream<Path> jars = Files.list(target)) {
      List<String> paths =
          Stream.concat(jars, Stream.of(place(Logger.class))).map(Path::toString).toList();
      return paths.stream().collect(Collectors.joining(java.io.File.pathSeparator));
    }
  }

  private static Path place(Class<?> type) {
    try {
      URL url = type.getProtectionDomain().getCodeSource().getLocation();
      return Path.of(Objects.requireNonNull(url).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
    SingleZooKeeperServer.delete(folder);
  }
}
