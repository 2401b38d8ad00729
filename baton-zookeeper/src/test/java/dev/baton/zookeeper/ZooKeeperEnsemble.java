// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** Three real ZooKeeper servers in separate processes, so that a test can kill one of them. */
final class ZooKeeperEnsemble implements AutoCloseable {

  private static final int SIZE = 3;
  private static final Duration BOUND = Duration.ofMinutes(4);

  private static final class Shared {
    private static final ZooKeeperEnsemble ENSEMBLE = new ZooKeeperEnsemble();
  }

  private final Path folder = SingleZooKeeperServer.newFolder();
  private final List<Integer> clientPorts = ports();
  private final List<Integer> quorumPorts = ports();
  private final List<Integer> electionPorts = ports();
  private final List<Process> processes = new ArrayList<>();
  private final Thread hook = new Thread(this::close, "baton-test-ensemble-close");

  ZooKeeperEnsemble() {
    Runtime.getRuntime().addShutdownHook(hook);
    for (int i = 0; i < SIZE; i++) {
      processes.add(launch(i));
    }
    awaitAll();
  }

  /** Returns the ensemble that all tests share that do not damage it. It ends with the JVM. */
  static ZooKeeperEnsemble shared() {
    return Shared.ENSEMBLE;
  }

  private static List<Integer> ports() {
    return IntStream.range(0, SIZE).mapToObj(i -> SingleZooKeeperServer.freePort()).toList();
  }

  String hosts() {
    return clientPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  private Process launch(int index) {
    try {
      Path data = Files.createDirectories(folder.resolve("server" + index));
      Files.writeString(data.resolve("myid"), String.valueOf(index + 1));
      Path config = folder.resolve("server" + index + ".cfg");
      Files.writeString(config, config(index, data));
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx128m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-Dzookeeper.forceSync=no",
              "-cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              QuorumPeerMain.class.getName(),
              config.toString())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log" + index).toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String config(int index, Path data) {
    StringBuilder config =
        new StringBuilder()
            .append("tickTime=400\ninitLimit=50\nsyncLimit=10\n")
            .append("admin.enableServer=false\n4lw.commands.whitelist=srvr\n")
            .append("clientPortAddress=127.0.0.1\nclientPort=")
            .append(clientPorts.get(index))
            .append("\ndataDir=")
            .append(data)
            .append('\n');
    for (int i = 0; i < SIZE; i++) {
      config
          .append("server.")
          .append(i + 1)
          .append("=127.0.0.1:")
          .append(quorumPorts.get(i))
          .append(':')
          .append(electionPorts.get(i))
          .append('\n');
    }
    return config.toString();
  }

  private void awaitAll() {
    await("ensemble in " + folder)
        .atMost(BOUND)
        .until(() -> IntStream.range(0, SIZE).noneMatch(i -> mode(i).isEmpty()));
  }

  /**
   * Returns the line with the server's mode, leader or follower; empty while the server does not
   * serve.
   */
  private String mode(int index) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), clientPorts.get(index))) {
      socket.setSoTimeout(2000);
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> line.startsWith("Mode: "))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private int leader() {
    return IntStream.range(0, SIZE)
        .filter(i -> mode(i).equals("Mode: leader"))
        .findFirst()
        .orElseThrow();
  }

  /** Kills the leader as a power failure does, and returns its index. */
  int killLeader() {
    return kill(leader());
  }

  int killFollower() {
    return kill((leader() + 1) % SIZE);
  }

  private int kill(int index) {
    Process process = processes.get(index);
    process.destroyForcibly();
    process.onExit().orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
    return index;
  }

  void restart(int index) {
    processes.set(index, launch(index));
    awaitAll();
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(
        process -> process.onExit().orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join());
    SingleZooKeeperServer.delete(folder);
    if (!Thread.currentThread().equals(hook)) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
