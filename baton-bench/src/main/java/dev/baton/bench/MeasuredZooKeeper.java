// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** A ZooKeeper server in this process, with durable writes, for one measurement. */
record MeasuredZooKeeper(Path folder, ServerCnxnFactory connections) implements AutoCloseable {

  private static final int TICK_MILLIS = 2000;
  private static final int MOST_CLIENTS = 100;

  static MeasuredZooKeeper start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("baton-bench-zookeeper");
    ZooKeeperServer server = new ZooKeeperServer(folder.toFile(), folder.toFile(), TICK_MILLIS);
    ServerCnxnFactory connections =
        ServerCnxnFactory.createFactory(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MOST_CLIENTS);
    connections.startup(server);
    return new MeasuredZooKeeper(folder, connections);
  }

  String hosts() {
    return "127.0.0.1:" + connections.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    connections.shutdown();
    MeasuredDatabase.delete(folder);
  }
}
