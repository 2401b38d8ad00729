// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Three voting ZooKeeper servers, each a process with a separate folder. */
public final class CampaignEnsemble {

  private static final int SIZE = 3;
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final int ANSWER_MILLIS = 1_000;

  private record Node(ManagedProcess process, int port, Path data) {}

  private final Path folder;
  private final List<Node> nodes = new ArrayList<>();
  // Written by the thread that injects faults into ZooKeeper, and before that thread starts.
  private boolean hasCopy;

  CampaignEnsemble(Path folder, BatonProgram batonProgram, CleanUp cleanUp) {
    this.folder = MachineFolders.folder(folder);
    List<Integer> ports = IntStream.range(0, 3 * SIZE).map(i -> PortBlock.free()).boxed().toList();
    StringBuilder servers = new StringBuilder();
    for (int i = 0; i < SIZE; i++) {
      servers
          .append("server.")
          .append(i + 1)
          .append("=127.0.0.1:")
          .append(ports.get(SIZE + i))
          .append(':')
          .append(ports.get(2 * SIZE + i))
          .append('\n');
    }
    for (int i = 0; i < SIZE; i++) {
      Node node = node(i + 1, ports.get(i), servers.toString(), batonProgram);
      nodes.add(node);
      cleanUp.add(node.process().name(), node.process()::close);
    }
  }

  private Node node(int number, int port, String servers, BatonProgram batonProgram) {
    Path data = MachineFolders.folder(folder.resolve("node-" + number));
    Path config = folder.resolve("node-" + number + ".cfg");
    try {
      Files.writeString(data.resolve("myid"), String.valueOf(number));
      Files.writeString(
          config,
          """
          tickTime=200
          initLimit=50
          syncLimit=20
          minSessionTimeout=400
          maxClientCnxns=0
          admin.enableServer=false
          4lw.commands.whitelist=srvr
          dataDir=%s
          clientPort=%d
          clientPortAddress=127.0.0.1
          %s\
          """
              .formatted(data, port, servers));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command =
        batonProgram.java(
            128,
            List.of("-Dzookeeper.forceSync=no"),
            "org.apache.zookeeper.server.quorum.QuorumPeerMain",
            List.of(config.toString()));
    return new Node(
        new ManagedProcess("zookeeper-" + number, command, Map.of(), folder), port, data);
  }

  /** The addresses of the servers. */
  List<InetSocketAddress> addresses() {
    return nodes.stream()
        .map(node -> new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()))
        .toList();
  }

  /**
   * Starts the servers that do not run, and waits until there is a leader and all others follow.
   */
  public void start() {
    nodes.forEach(node -> node.process().start());
    boolean ready =
        Polling.until(READY_WITHIN, () -> nodes.stream().allMatch(n -> !mode(n).isEmpty()));
    if (!ready) {
      throw new IllegalStateException("ZooKeeper has no leader; see " + folder);
    }
  }

  /**
   * Kills the leader and returns its process, so that the caller can start it again; empty if there
   * is no leader now.
   */
  public Optional<ManagedProcess> killLeader() {
    Optional<ManagedProcess> leader =
        nodes.stream().filter(node -> mode(node).equals("leader")).map(Node::process).findFirst();
    leader.ifPresent(ManagedProcess::kill);
    return leader;
  }

  /** Kills all servers. */
  public void kill() {
    nodes.forEach(node -> node.process().kill());
  }

  /** Removes the data of all servers. The servers must not run. */
  public void empty() {
    nodes.forEach(node -> MachineFolders.delete(node.data().resolve("version-2")));
  }

  /** Copies the data of all servers, so that it can be restored later. The servers must not run. */
  public void copy() {
    for (Node node : nodes) {
      Path copy = copyOf(node);
      MachineFolders.delete(copy);
      MachineFolders.copy(node.data().resolve("version-2"), copy);
    }
    hasCopy = true;
  }

  /** Whether there is a copy to restore. */
  public boolean hasCopy() {
    return hasCopy;
  }

  /** Replaces the data of all servers by the copy. The servers must not run. */
  public void restore() {
    empty();
    nodes.forEach(node -> MachineFolders.copy(copyOf(node), node.data().resolve("version-2")));
  }

  private Path copyOf(Node node) {
    return folder.resolve(node.data().getFileName() + ".copy");
  }

  /** All processes. */
  public List<ManagedProcess> processes() {
    return nodes.stream().map(Node::process).toList();
  }

  /** {@code leader} or {@code follower}; empty if the server does not serve clients. */
  private static String mode(Node node) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()), ANSWER_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> line.startsWith("Mode: "))
          .map(line -> line.substring("Mode: ".length()).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
