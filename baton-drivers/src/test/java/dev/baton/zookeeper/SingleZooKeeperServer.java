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

/** A real ZooKeeper server in this JVM, at a port that stays the same over restarts. */
final class SingleZooKeeperServer implements AutoCloseable {

  /** Sessions last from 0.8 to 8 s. */
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
    // Durable writes are not what is tested, and would take most of the time.
    System.setProperty("zookeeper.forceSync", "no");
    this.folder = newFolder();
    this.port = freePort();
    start();
  }

  /** One for all tests that do not harm it; ends with the JVM. */
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

  /** As a fault of the network or a long pause does: the server forgets the session. */
  void expire(long session) {
    server.closeSession(session);
  }

  /** The sessions that are open. */
  List<Long> sessions() {
    return List.copyOf(server.getSessionTracker().globalSessions());
  }

  /** Stops it and removes what it knows; to be started again. */
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
