// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.process.BatonJava;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A shell in which {@code baton} and {@code ./baton} run the program of this class path, as a user
 * with an empty home. The commands run in one process and in one folder, so that they share
 * variables and files.
 */
final class BatonShell implements AutoCloseable {

  /** The lines that a command printed to both outputs, and its exit code. */
  record Printed(int exitCode, List<String> lines) {
    String text() {
      return String.join("\n", lines);
    }
  }

  private static final Pattern LOG_LINE = Pattern.compile("\\d{4}-\\d\\d-.*");

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final Process shell;
  private final BufferedReader answers;
  private final BufferedWriter commands;

  BatonShell(Path folder) throws IOException {
    this.folder = folder;
    writeLauncher();
    shell = start(Map.of(), List.of("bash", "--norc"));
    answers = shell.inputReader();
    commands = shell.outputWriter();
  }

  /** Writes a launcher that starts the program of this class path. */
  private void writeLauncher() throws IOException {
    Path launcher = folder.resolve("baton");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        exec '%s' -Dlogback.configurationFile=logback.xml dev.baton.cli.Main "$@"
        """
            .formatted(String.join("' '", BatonJava.command())));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * Starts {@code baton up} with the variables and options and returns the lines that it prints
   * until it is up, without log lines.
   */
  List<String> up(Map<String, String> variables, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("./baton", "up"));
    command.addAll(List.of(options));
    Process server = start(variables, command);
    Path errors = folder.resolve(processes.size() - 1 + ".err");
    String line = server.inputReader().readLine();
    if (line == null) {
      throw new IOException(command + " ended: " + Files.readString(errors));
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(errors));
    lines.removeIf(each -> LOG_LINE.matcher(each).matches());
    lines.add(line);
    return lines;
  }

  /** Runs the command and waits for its end. */
  Printed run(String command) throws IOException {
    Path printed = folder.resolve("printed");
    commands.write("{ " + command + "\n} > printed 2>&1 < /dev/null; echo ended $?\n");
    commands.flush();
    String end = answers.readLine();
    if (end == null) {
      throw new IOException("the shell ended at the command: " + command);
    }
    return new Printed(
        Integer.parseInt(end.substring("ended ".length())), Files.readAllLines(printed));
  }

  private Process start(Map<String, String> variables, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("BATON_") || name.startsWith("XDG_"));
    environment.putAll(variables);
    environment.put("HOME", Files.createDirectories(folder.resolve("home")).toString());
    environment.put("PATH", folder + ":" + environment.get("PATH"));
    environment.put("DOCS_JAVA", System.getProperty("java.home"));
    environment.put("DOCS_CLASSES", System.getProperty("java.class.path"));
    builder.redirectError(folder.resolve(processes.size() + ".err").toFile());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
