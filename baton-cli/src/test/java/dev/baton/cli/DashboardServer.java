// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.cli.TestBaton.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process {@code baton up} on embedded defaults, whose dashboard tests open in a browser. */
final class DashboardServer implements AutoCloseable {

  static final String USER = "super";
  static final String PASSWORD = "correct-horse";
  private static final String UP = "Baton is up: ";

  private final Process process;
  private final Map<String, String> environment;
  private final String endpoint;

  DashboardServer(Path folder) throws IOException {
    Path data = folder.resolve("data");
    environment = Map.of("HOME", folder.toString(), "BATON_ADMIN_PASSWORD", PASSWORD);
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "up",
                "--data",
                data.toString(),
                "--port",
                "0",
                "--name",
                "here"));
    builder.environment().keySet().removeIf(name -> name.matches("BATON_.*|XDG_.*"));
    builder.environment().putAll(environment);
    builder.redirectError(folder.resolve("server.log").toFile());
    process = builder.start();
    endpoint = endpoint(process);
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
