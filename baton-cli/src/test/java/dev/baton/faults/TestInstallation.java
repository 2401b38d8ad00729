// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A server and executors as processes on one store. Closing ends them all. */
final class TestInstallation implements AutoCloseable {

  static final String PASSWORD = "correct-horse-battery";
  static final Duration LEASE = Duration.ofSeconds(3);

  private final Path folder;
  private final List<String> command;
  private final List<String> store;
  private final Path plugins;
  private final List<BatonProcess> processes = new ArrayList<>();
  private final Map<String, String> environment;
  private BatonProcess server;
  private String endpoint;

  /** Uses the embedded store unless a JDBC URL is given. */
  TestInstallation(Path folder, String... storeUrl) throws IOException {
    this(
        folder,
        List.of("server"),
        storeUrl.length == 0 ? List.of() : List.of("--store", storeUrl[0]),
        Map.of());
  }

  private TestInstallation(
      Path folder, List<String> command, List<String> store, Map<String, String> more)
      throws IOException {
    this.folder = folder;
    this.command = command;
    this.store = store;
    this.plugins = FencedEffectPluginJar.make(folder);
    this.environment = new HashMap<>(more);
    environment.put("BATON_ADMIN_PASSWORD", PASSWORD);
    environment.put("BATON_USER", "super");
    environment.put("BATON_PASSWORD", PASSWORD);
    environment.put("BATON_DATA", folder.resolve("data").toString());
    environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
    try {
      startServer("0");
    } catch (RuntimeException | Error e) {
      // The constructor fails, so the caller has no object to close.
      close();
      throw e;
    }
  }

  /** Runs everything in one process on the embedded store. */
  static TestInstallation up(Path folder, String... flags) throws IOException {
    return up(folder, Map.of(), List.of(flags));
  }

  /** Like {@code up}, with additional environment variables. */
  static TestInstallation up(Path folder, Map<String, String> environment, List<String> flags)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("up"));
    command.addAll(flags);
    return new TestInstallation(folder, command, List.of(), environment);
  }

  /** Runs a server with these flags, and no executor. */
  static TestInstallation server(Path folder, Map<String, String> environment, List<String> flags)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("server"));
    command.addAll(flags);
    return new TestInstallation(folder, command, List.of(), environment);
  }

  private void startServer(String port) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("--port", port));
    arguments.addAll(store);
    server = BatonProcess.start(folder, environment, arguments.toArray(String[]::new));
    processes.add(server);
    endpoint = server.awaitLine("Baton is up: ");
  }

  BatonProcess server() {
    return server;
  }

  /** Kills the server and starts it again at the same address. */
  void restartServer() {
    server.killHard();
    startServer(endpoint.substring(endpoint.lastIndexOf(':') + 1));
  }

  /** Starts an executor that knows only the server's address. */
  BatonProcess startRemoteExecutor(String name, String... more) {
    return startExecutor(List.of("--endpoint", endpoint), name, more);
  }

  /** Starts an executor that works directly on the store. */
  BatonProcess startExecutor(String name, String... more) {
    return startExecutor(store, name, more);
  }

  private BatonProcess startExecutor(List<String> where, String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of("executor", "--name", name));
    arguments.addAll(where);
    arguments.addAll(List.of("--plugins", plugins.toString()));
    if (!List.of(more).contains("--lease")) {
      arguments.addAll(List.of("--lease", LEASE.toString()));
    }
    arguments.addAll(List.of(more));
    BatonProcess executor =
        BatonProcess.start(folder, environment, arguments.toArray(String[]::new));
    processes.add(executor);
    executor.awaitLine("Executor " + name + " is ready");
    return executor;
  }

  /** Runs a client command and returns its output. */
  String command(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--endpoint", endpoint));
    BatonProcess command =
        BatonProcess.start(folder, environment, arguments.toArray(String[]::new));
    processes.add(command);
    return command.awaitOutput();
  }

  TestApiClient api() {
    return TestApiClient.login(endpoint, "super", PASSWORD);
  }

  /**
   * Posts jobs whose effects the file records. First waits until an executor has announced the
   * action.
   */
  List<String> postAppends(String action, int count, Path file, Duration each) {
    TestApiClient api = api();
    await().atMost(Duration.ofSeconds(30)).until(() -> api.knows(action));
    return api.post(IntStream.range(0, count).mapToObj(i -> append(action, file, each)).toList());
  }

  private static ObjectNode append(String action, Path file, Duration each) {
    ObjectNode job = TestApiClient.JSON.createObjectNode().put("action", action);
    job.putObject("payload").put("file", file.toString()).put("millis", each.toMillis());
    return job;
  }

  /** Waits until this number of jobs has succeeded and no job is in another state. */
  void awaitAllSucceeded(int count, Duration bound) {
    TestApiClient api = api();
    await()
        .atMost(bound)
        .pollInterval(Duration.ofMillis(250))
        .until(api::states, Map.of("SUCCESS", (long) count)::equals);
  }

  @Override
  public void close() {
    processes.reversed().forEach(BatonProcess::close);
  }
}
