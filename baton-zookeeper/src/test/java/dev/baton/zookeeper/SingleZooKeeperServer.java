// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** A real ZooKeeper server in this JVM, with a port that stays the same over restarts. */
final class SingleZooKeeperServer implements AutoCloseable {

  /** With this tick, session timeouts are from 0.8 to 8 s. */
  static final int TICK_MILLIS = 400;

  private static final class Shared {
    private static final SingleZooKeeperServer SERVER = new SingleZooKeeperServer();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close, "baton-test-zookeeper-close"));
    }
  }

  private final Path folder;
  private final int port;
  private ServerCnxnFactory connections;
  private ZooKeeperServer server;

  SingleZooKeeperServer() {
    // The tests do not need durable writes, which would take most of the time.
    System.setProperty("zookeeper.forceSync", "no");
    this.folder = newFolder();
    this.port = freePort();
    start();
  }

  /** Returns the server that all tests share that do not damage it. It ends with the JVM. */
  static SingleZooKeeperServer shared() {
    return Shared.SERVER;
  }

  void start() {
    try {
      server = new ZooKeeperServer(folder.toFile(), folder.toFile(), TICK_MILLIS);
      connections =
          ServerCnxnFactory.createFactory(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      connections.startup(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void stop() {
    connections.shutdown();
  }

  String hosts() {
    return "127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  /** Makes the server forget the session, as after a network failure or a long pause. */
  void expire(long session) {
    server.closeSession(session);
  }

  /** Returns the open sessions. */
  List<Long> sessions() {
    return List.copyOf(server.getSessionTracker().globalSessions());
  }

  /** Stops the server and deletes its data; the test starts it again. */
  void deleteData() {
    stop();
    delete(folder);
  }

  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path newFolder() {
    try {
      return Files.createTempDirectory("baton-zookeeper");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    deleteData();
  }
}
