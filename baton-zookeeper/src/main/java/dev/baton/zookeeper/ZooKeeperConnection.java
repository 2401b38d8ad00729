// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Lifecycle;
import dev.baton.service.RunWithTimeout;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.PathUtils;

/**
 * A connection to the ZooKeeper servers, which Curator restores when it breaks. Calls use
 * ZooKeeper's own client, which belongs to one session from the start to the end of the session.
 */
final class ZooKeeperConnection implements AutoCloseable {

  // The name of ZooKeeper's property for the maximum size of a message. The default of 1 MB would
  // limit listings to 43,689 entries, so a larger value is set.
  private static final String BUFFER_KEY = "jute.maxbuffer";
  private static final String BUFFER = String.valueOf(64 << 20);
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final CuratorFramework curator;
  private final Lifecycle life = new Lifecycle();
  private final String address;

  /**
   * Selects the ZooKeeper servers.
   *
   * @param hosts {@code host:port}, separated by commas, and optionally at the end the folder under
   *     which all nodes are
   * @param properties properties of ZooKeeper's client, such as {@code zookeeper.client.secure}
   */
  record Servers(String hosts, Map<String, String> properties) {
    Servers {
      properties = Map.copyOf(properties);
    }
  }

  private ZooKeeperConnection(CuratorFramework curator, String address) {
    this.curator = curator;
    this.address = address;
    life.start(curator::start);
  }

  /**
   * Starts to connect, and returns at once. Calls the listener at each change of the connection, on
   * a thread of Curator.
   */
  static ZooKeeperConnection start(
      Servers servers, Duration sessionTimeout, Consumer<ConnectionState> onChange) {
    CuratorFramework curator =
        CuratorFrameworkFactory.builder()
            .connectString(servers.hosts())
            .sessionTimeoutMs((int) Math.min(Integer.MAX_VALUE, sessionTimeout.toMillis()))
            .connectionTimeoutMs((int) CONNECT.toMillis())
            .retryPolicy(new RetryOneTime(100))
            .zkClientConfig(config(servers.properties()))
            .ensembleTracker(false)
            .build();
    curator.getConnectionStateListenable().addListener((client, state) -> onChange.accept(state));
    return new ZooKeeperConnection(curator, servers.hosts());
  }

  /**
   * Connects, and returns when a server has answered.
   *
   * @throws UnavailableException if no server answers in time
   */
  static ZooKeeperConnection open(Servers servers, Duration sessionTimeout) {
    ZooKeeperConnection zooKeeperConnection = start(servers, sessionTimeout, state -> {});
    try {
      zooKeeperConnection.awaitConnected();
      return zooKeeperConnection;
    } catch (RuntimeException e) {
      zooKeeperConnection.close();
      throw e;
    }
  }

  /** The configuration of a client with these properties. */
  static ZKClientConfig config(Map<String, String> properties) {
    ZKClientConfig config = new ZKClientConfig();
    config.setProperty(BUFFER_KEY, System.getProperty(BUFFER_KEY, BUFFER));
    properties.forEach(config::setProperty);
    return config;
  }

  /**
   * Creates the folder that is named at the end of the address. Uses an address without the folder,
   * because for a client with the folder in its address every path is below the folder.
   */
  static void ensureRoot(Servers servers) {
    int slash = servers.hosts().indexOf('/');
    if (slash < 0 || slash == servers.hosts().length() - 1) {
      return;
    }
    String root = servers.hosts().substring(slash);
    checkRoot(root);
    Servers whole = new Servers(servers.hosts().substring(0, slash), servers.properties());
    try (ZooKeeperConnection zooKeeperConnection = open(whole, CONNECT)) {
      ZooKeeper handle = zooKeeperConnection.handle();
      for (int end = root.indexOf('/', 1); end > 0; end = root.indexOf('/', end + 1)) {
        ensure(handle, root.substring(0, end));
      }
      ensure(handle, root);
    }
  }

  private static void ensure(ZooKeeper handle, String path) {
    try {
      ZooKeeperCalls.ensure(handle, path);
    } catch (UnavailableException e) {
      // A server that refuses a login may close the connection before it answers. The repeated
      // request then fails with the reason.
      ZooKeeperCalls.ensure(handle, path);
    }
  }

  private static void checkRoot(String root) {
    try {
      PathUtils.validatePath(root);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "'"
              + root
              + "' is not a valid path in ZooKeeper: "
              + e.getMessage()
              + "; expected such as /baton",
          e);
    }
  }

  void awaitConnected() {
    boolean connected = false;
    try {
      connected = curator.blockUntilConnected((int) CONNECT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!connected) {
      throw new UnavailableException("no ZooKeeper server answers at " + address);
    }
  }

  /** Whether a server is connected, as far as the client has noticed. */
  boolean isConnected() {
    return curator.getZookeeperClient().isConnected();
  }

  /**
   * Returns ZooKeeper's client for the current session.
   *
   * @throws UnavailableException if there is no connection
   */
  ZooKeeper handle() {
    try {
      return curator.getZookeeperClient().getZooKeeper();
    } catch (KeeperException e) {
      throw new UnavailableException("ZooKeeper at " + address + " cannot be reached", e);
    } catch (Exception e) {
      // Curator's method declares {@code Exception}, so all exceptions must be caught here.
      throw new UnavailableException("ZooKeeper at " + address + " cannot be used: " + e, e);
    }
  }

  String address() {
    return address;
  }

  /**
   * Closes the session. Takes at most ten seconds. Curator closes it on a separate thread, because
   * an interrupt of the calling thread would stop the close and leave the session open until its
   * timeout.
   */
  @Override
  public void close() {
    life.stop(() -> RunWithTimeout.run("zookeeper-close", curator::close, CONNECT));
  }
}
