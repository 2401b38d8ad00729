// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.util.List;

/**
 * The network between one process and a service that it uses.
 *
 * @param proxies one proxy for each server of the service
 */
public record NetworkLink(String service, List<TcpProxy> proxies) {

  /** The name of links to the database. */
  public static final String DATABASE = "database";

  /** The name of links to Baton servers. */
  public static final String SERVER = "server";

  /** The name of links to ZooKeeper. */
  public static final String ZOOKEEPER = "zookeeper";

  public NetworkLink {
    proxies = List.copyOf(proxies);
  }

  /** Sets the mode of all proxies. */
  public void mode(TcpProxy.Mode mode) {
    proxies.forEach(proxy -> proxy.mode(mode));
  }

  /** The addresses of the proxies, in the order of the servers. */
  public List<String> endpoints() {
    return proxies.stream().map(TcpProxy::address).toList();
  }

  /** The addresses, separated by commas. */
  String addresses() {
    return String.join(",", endpoints());
  }
}
