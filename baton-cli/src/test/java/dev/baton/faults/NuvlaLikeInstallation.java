// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A ZooKeeper and a server that posts its jobs there, as processes, and executors that use nothing
 * of the server except its API. Closing ends them all.
 */
final class NuvlaLikeInstallation implements AutoCloseable {

  static final String PASSWORD = "correct-horse-battery";

  private final Path folder;
  private final String zookeeper;
  private final Map<String, String> environment;
  private final List<BatonProcess> processes = new ArrayList<>();
  private BatonProcess zookeeperProcess;
  private BatonProcess server;
  private String endpoint = "";

  NuvlaLikeInstallation(Path folder) throws IOException {
    this.folder = folder;
    this.environment = new HashMap<>();
    environment.put("BATON_DATA", folder.resolve("data").toString());
    environment.put("BATON_PLUGINS", FencedEffectPluginJar.make(folder).toString());
    environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
    int port = freePort();
    this.zookeeper = "127.0.0.1:" + port;
    this.zookeeperProcess = startZookeeper(port);
    this.server = startServer("0");
  }

  private BatonProcess startZookeeper(int port) throws IOException {
    Path data = Files.createDirectories(zookeeperData());
    Path config = folder.resolve("zoo.cfg");
    Files.writeString(
        config,
        """
        tickTime=500
        dataDir=%s
        clientPort=%d
        clientPortAddress=127.0.0.1
        admin.enableServer=false
        """
            .formatted(data, port));
    BatonProcess process =
        BatonProcess.startJava(
            folder,
            "zookeeper",
            Map.of(),
            List.of(
                "-Dzookeeper.admin.enableServer=false",
                "org.apache.zookeeper.server.ZooKeeperServerMain",
                config.toString()));
    processes.add(process);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          } catch (IOException e) {
            return false;
          }
        });
    return process;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private BatonProcess startServer(String port) {
    Map<String, String> more = new HashMap<>(environment);
    more.put("BATON_ADMIN_PASSWORD", PASSWORD);
    BatonProcess process =
        BatonProcess.start(folder, more, "server", "--port", port, "--zk-hosts", zookeeper);
    processes.add(process);
    endpoint = process.awaitLine("Baton is up: ");
    return process;
  }

  private Path zookeeperData() {
    return folder.resolve("zookeeper-data");
  }

  /** Kills ZooKeeper and starts it again at the same address without its data. */
  void loseZookeepersData() throws IOException {
    zookeeperProcess.killHard();
    try (Stream<Path> files = Files.walk(zookeeperData())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    int port = Integer.parseInt(zookeeper.substring(zookeeper.indexOf(':') + 1));
    zookeeperProcess = startZookeeper(port);
  }

  /** Kills the server. */
  void killServer() {
    server.killHard();
  }

  /** Starts the server again at the same address. */
  void restartServer() {
    server = startServer(endpoint.substring(endpoint.lastIndexOf(':') + 1));
  }

  /** Starts an executor with the command line of the documentation of February 2019. */
  BatonProcess startAsOf2019() {
    return executor(
        Map.of(),
        "--endpoint=" + endpoint,
        "--user=super",
        "--password=" + PASSWORD,
        "--zk-hosts=" + zookeeper,
        "--threads=8",
        "--es-hosts-list=127.0.0.1:9200");
  }

  /** Starts an executor with a command line of today. */
  BatonProcess startAsOfToday(Map<String, String> more) {
    return executor(
        more,
        "--api-url",
        endpoint,
        "--api-user",
        "super",
        "--api-pass",
        PASSWORD,
        "--api-insecure",
        "--zk-hosts",
        zookeeper,
        zookeeper,
        "--name",
        "today",
        "-l",
        "INFO",
        "--statsd",
        "127.0.0.1:8125");
  }

  private BatonProcess executor(Map<String, String> more, String... flags) {
    BatonProcess process = start(more, "executor", flags);
    process.awaitLine("Executor ");
    return process;
  }

  /** Starts an executor for one job. */
  BatonProcess startPull(String job) {
    Map<String, String> login = Map.of("BATON_USER", "super", "BATON_PASSWORD", PASSWORD);
    return start(login, "executor", "--endpoint", endpoint, "--job-id", job);
  }

  BatonProcess start(Map<String, String> more, String command, String... flags) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(flags));
    BatonProcess process = BatonProcess.start(folder, all, arguments.toArray(String[]::new));
    processes.add(process);
    return process;
  }

  String endpoint() {
    return endpoint;
  }

  String zookeeper() {
    return zookeeper;
  }

  TestApiClient api() {
    return TestApiClient.login(endpoint, "super", PASSWORD);
  }

  @Override
  public void close() {
    processes.reversed().forEach(BatonProcess::close);
  }
}
