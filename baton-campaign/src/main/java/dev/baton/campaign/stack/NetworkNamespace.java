// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * A separate network for one process, connected to the machine by a pair of virtual interfaces.
 * Needs root.
 */
public final class NetworkNamespace {

  private static final int BLOCK = 256;

  private final String name;
  private final String outer;
  private final String network;

  /**
   * @param number the number of the network in 198.18.0.0/15, which no other campaign uses
   */
  private NetworkNamespace(String name, int number) {
    this.name = name;
    this.outer = "v" + name;
    this.network = "198." + (18 + number / BLOCK) + "." + number % BLOCK + ".";
  }

  /**
   * Makes a namespace; empty if this machine does not permit it.
   *
   * @param name a unique name of at most 12 characters
   */
  static Optional<NetworkNamespace> create(String name, CampaignLog log, CleanUp cleanUp) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.empty();
    }
    NetworkNamespace made = new NetworkNamespace(name, PortBlock.block());
    try {
      made.setUp(cleanUp);
      return Optional.of(made);
    } catch (IllegalStateException | UncheckedIOException e) {
      log.print("no network namespaces on this machine, so no partitions: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void setUp(CleanUp cleanUp) {
    String inner = "w" + name;
    Shell.run("ip", "netns", "add", name);
    cleanUp.add("network namespace", () -> Shell.run("ip", "netns", "del", name));
    Shell.run("ip", "link", "add", outer, "type", "veth", "peer", "name", inner, "netns", name);
    cleanUp.add("network link", () -> Shell.run("ip", "link", "del", outer));
    Shell.run("ip", "addr", "add", network + "1/24", "dev", outer);
    Shell.run("ip", "link", "set", outer, "up");
    Shell.run("ip", "-n", name, "addr", "add", network + "2/24", "dev", inner);
    Shell.run("ip", "-n", name, "link", "set", "lo", "up");
    Shell.run("ip", "-n", name, "link", "set", inner, "up");
    // Checks that iptables works in the namespace, which partitions need.
    Shell.run("nsenter", "--net=/run/netns/" + name, "iptables", "-w", "-F");
  }

  /** The address of the machine as seen from the namespace. */
  InetAddress machine() {
    try {
      return InetAddress.getByName(network + "1");
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The command prefix that runs a command inside the namespace. */
  List<String> prefix() {
    return List.of("nsenter", "--net=/run/netns/" + name);
  }

  /**
   * Drops packets.
   *
   * @param incoming whether packets to the process are dropped
   * @param outgoing whether packets from the process are dropped
   */
  public void partition(boolean incoming, boolean outgoing) {
    if (incoming) {
      iptables("-A", "INPUT");
    }
    if (outgoing) {
      iptables("-A", "OUTPUT");
    }
  }

  private void iptables(String change, String chain) {
    Shell.run(
        List.of(
                "nsenter",
                "--net=/run/netns/" + name,
                "iptables",
                "-w",
                change,
                chain,
                "!",
                "-i",
                "lo",
                "-j",
                "DROP")
            .stream()
            .map(word -> chain.equals("OUTPUT") && word.equals("-i") ? "-o" : word)
            .toList());
  }

  /** Ends the partition. */
  public void heal() {
    Shell.run("nsenter", "--net=/run/netns/" + name, "iptables", "-w", "-F");
  }
}
