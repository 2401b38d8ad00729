// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.ConflictException;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ZooKeeper server in this process, for clients on this machine, with its data in a folder. */
final class EmbeddedZooKeeperServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedZooKeeperServer.class);
  private static final int TICK_MILLIS = 1000;
  private static final int MOST_CLIENTS = 10_000;
  private static final int SNAPSHOTS_KEPT = 3;
  private static final int PURGE_HOURS = 1;
  // The name of ZooKeeper's property for the maximum size of a message. The property is raised,
  // because kazoo's clients request listings that are longer than the default limit.
  private static final String BUFFER_KEY = "jute.maxbuffer";
  private static final int BUFFER = 64 << 20;

  private final ServerCnxnFactory connections;
  private final DatadirCleanupManager purge;

  private EmbeddedZooKeeperServer(ServerCnxnFactory connections, DatadirCleanupManager purge) {
    this.connections = connections;
    this.purge = purge;
  }

  /**
   * Starts a server on the loopback address.
   *
   * @param port the port; 0 selects any free port
   * @throws ConflictException if the port or the folder cannot be used
   */
  static EmbeddedZooKeeperServer start(Path folder, int port) {
    if (System.getProperty(BUFFER_KEY) == null) {
      System.setProperty(BUFFER_KEY, String.valueOf(BUFFER));
    }
    try {
      Files.createDirectories(folder);
      ZooKeeperServer server = new ZooKeeperServer(folder.toFile(), folder.toFile(), TICK_MILLIS);
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      ServerCnxnFactory connections = ServerCnxnFactory.createFactory(address, MOST_CLIENTS);
      connections.startup(server);
      DatadirCleanupManager purge =
          new DatadirCleanupManager(folder.toFile(), folder.toFile(), SNAPSHOTS_KEPT, PURGE_HOURS);
      purge.start();
      LOG.info("ZooKeeper runs in this process: port={} folder={}", address.getPort(), folder);
      return new EmbeddedZooKeeperServer(connections, purge);
    } catch (IOException e) {
      throw new ConflictException(
          "ZooKeeper cannot start on port '"
              + port
              + "' with its data in '"
              + folder
              + "': "
              + e
              + "; choose another port with --zk-port, or stop the program that uses this one",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while ZooKeeper started", e);
    }
  }

  String hosts() {
    return "127.0.0.1:" + connections.getLocalPort();
  }

  @Override
  public void close() {
    purge.shutdown();
    connections.shutdown();
  }
}
