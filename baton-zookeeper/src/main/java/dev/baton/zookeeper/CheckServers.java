// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Connects to the servers of an ensemble, and finds out why it cannot be used. */
final class CheckServers {

  private static final Duration SESSION = Duration.ofSeconds(10);
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int MAX_BYTES = 4_096;

  /** Part of the answer of a server that has no leader, so that it cannot serve. */
  private static final String WITHOUT_LEADER = "not currently serving requests";

  private static final int DEFAULT_PORT = 2181;

  private final String hosts;
  private final Map<String, String> properties;

  /**
   * @param hosts {@code host:port}, separated by commas
   * @param properties properties of ZooKeeper's client
   */
  CheckServers(String hosts, Map<String, String> properties) {
    this.hosts = hosts;
    this.properties = properties;
  }

  void run() {
    try (ZooKeeperConnection connection =
        ZooKeeperConnection.open(new ZooKeeperConnection.Servers(hosts, properties), SESSION)) {
      connection.handle();
    } catch (UnavailableException e) {
      List<String> leaderless = new ArrayList<>();
      for (String host : hosts.split(",")) {
        if (isWithoutLeader(host)) {
          leaderless.add(host);
        }
      }
      throw leaderless.isEmpty()
          ? e
          : new UnavailableException(
              "ZooKeeper at "
                  + String.join(", ", leaderless)
                  + " has no leader, so it serves no requests; start more than half of the servers"
                  + " of the ensemble, and check that they reach each other",
              e);
    }
  }

  /**
   * Asks one server for its state, with a command that ZooKeeper answers without a leader too. A
   * server that answers only over TLS counts as not known.
   */
  private static boolean isWithoutLeader(String host) {
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > host.lastIndexOf(']');
    String name = (hasPort ? host.substring(0, colon) : host).replaceAll("[\\[\\]]", "");
    int port = hasPort ? Integer.parseInt(host.substring(colon + 1)) : DEFAULT_PORT;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(name, port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(MAX_BYTES);
      return new String(answer, StandardCharsets.UTF_8).contains(WITHOUT_LEADER);
    } catch (IOException e) {
      return false;
    }
  }
}
