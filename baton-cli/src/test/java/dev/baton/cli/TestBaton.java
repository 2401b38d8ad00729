// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import dev.baton.console.Terminal;
import dev.baton.launch.InProcessServer;
import dev.baton.service.Clock;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server with an executor in this process, on an in-memory store, and commands that use it. */
final class TestBaton implements AutoCloseable {

  /** The result of a command. */
  record Result(int code, String out, String err) {}

  private final Map<String, String> environment = new HashMap<>();
  private final Path data;
  private final InProcessServer server;

  TestBaton(Path folder) {
    this(folder, Map.of());
  }

  /** Starts the server with more settings, given as flags. */
  TestBaton(Path folder, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(Map.of("--port", "0", "--name", "here", "--grace", "0s"));
    environment.put("HOME", folder.toString());
    environment.put("BATON_ADMIN_PASSWORD", "correct-horse");
    data = folder.resolve("data");
    server =
        new InProcessServer(
            data, settings, context(environment, "", new StringWriter(), new StringWriter()));
  }

  String endpoint() {
    return server.endpoint();
  }

  Path data() {
    return data;
  }

  /** Runs a command as the user who started the server. */
  Result run(String... arguments) {
    return run(Map.of(), "", arguments);
  }

  /** Runs a command with additional environment variables and with standard input. */
  Result run(Map<String, String> more, String input, String... arguments) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return runIn(all, input, arguments);
  }

  /** Runs a command for a reader in that time zone. */
  Result runAt(ZoneId zone, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = RunCommandLine.run(context(environment, "", out, err, zone), arguments);
    return new Result(code, out.toString(), err.toString());
  }

  /** Runs a command in an environment in which no server is known. */
  static Result runIn(Map<String, String> environment, String input, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = RunCommandLine.run(context(environment, input, out, err), arguments);
    return new Result(code, out.toString(), err.toString());
  }

  /** A command context that contains only an environment. */
  static CommandContext contextOf(Map<String, String> environment) {
    return context(environment, "", new StringWriter(), new StringWriter());
  }

  private static CommandContext context(
      Map<String, String> environment, String input, StringWriter out, StringWriter err) {
    return context(environment, input, out, err, ZoneOffset.UTC);
  }

  private static CommandContext context(
      Map<String, String> environment,
      String input,
      StringWriter out,
      StringWriter err,
      ZoneId zone) {
    return new CommandContext(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        Map.copyOf(environment),
        Clock.system(),
        zone,
        Terminal.NONE);
  }

  /** The lines of the output. */
  static List<String> lines(String output) {
    return output.lines().toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
