// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.cli.TestBaton.Result;
import dev.baton.process.BatonJava;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process {@code baton up} on embedded defaults, whose dashboard tests open in a browser. */
final class DashboardServer implements AutoCloseable {

  static final String USER = "super";
  static final String PASSWORD = "correct-horse";
  private static final String UP = "Baton is up: ";

  private final Path folder;
  private final Map<String, String> environment;
  private final List<Process> executors = new ArrayList<>();
  private final Process process;
  private final String endpoint;

  DashboardServer(Path folder) throws IOException {
    this.folder = folder;
    environment =
        Map.of(
            "HOME",
            folder.toString(),
            "BATON_ADMIN_PASSWORD",
            PASSWORD,
            "BATON_TRACE_URL",
            "https://traces.example.com/{trace}");
    String data = folder.resolve("data").toString();
    process = builder("server", "up", "--data", data, "--port", "0", "--name", "here").start();
    endpoint = endpoint(process);
  }

  private ProcessBuilder builder(String log, String... arguments) {
    List<String> command = new ArrayList<>(BatonJava.command());
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.matches("BATON_.*|XDG_.*"));
    builder.environment().putAll(environment);
    builder.redirectError(folder.resolve(log + ".log").toFile());
    return builder;
  }

  /** Starts an executor that knows only the address of the server. */
  Process startExecutor(String name) throws IOException {
    ProcessBuilder builder =
        builder(name, "executor", "--endpoint", endpoint, "--name", name, "--lease", "PT8S");
    builder.environment().put("BATON_USER", USER);
    builder.environment().put("BATON_PASSWORD", PASSWORD);
    Process executor = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    executors.add(executor);
    return executor;
  }

  private static String endpoint(Process process) throws IOException {
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(UP)) {
        return line.substring(UP.length()).strip();
      }
    }
    throw new IOException("the server ended before it was ready");
  }

  String endpoint() {
    return endpoint;
  }

  /** Runs a command of the user who started the server, and returns its output. */
  String run(String... arguments) {
    Result result = TestBaton.runIn(new HashMap<>(environment), "", arguments);
    if (result.code() != 0) {
      throw new AssertionError(String.join(" ", arguments) + ": " + result);
    }
    return result.out().strip();
  }

  @Override
  public void close() {
    executors.forEach(Process::destroyForcibly);
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
