// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.error.UnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The child processes of the demo, in a folder that goes with them: on closing, and when this
 * process is told to end, none is left. Thread-safe.
 */
final class DemoProcesses implements AutoCloseable {

  /** A child that printed that it is ready. */
  record Child(Process process, Path log, String readyLine) {
    /** SIGKILL: it gets no chance to say goodbye. */
    void kill() {
      process.destroyForcibly();
    }
  }

  private static final Duration STOP = Duration.ofSeconds(5);

  private final CommandContext commandContext;
  private final Path folder;
  private final List<Process> started = new CopyOnWriteArrayList<>();
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private final Thread hook = new Thread(this::stopAll, "baton-demo-end");

  private DemoProcesses(CommandContext commandContext, Path folder) {
    this.commandContext = commandContext;
    this.folder = folder;
  }

  static DemoProcesses inNewFolder(CommandContext commandContext) {
    try {
      DemoProcesses processes =
          new DemoProcesses(commandContext, Files.createTempDirectory("baton-demo"));
      Runtime.getRuntime().addShutdownHook(processes.hook);
      return processes;
    } catch (IOException e) {
      throw new UnavailableException("no temporary folder can be made: " + e.getMessage(), e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Whether the processes are being ended, or are already. */
  boolean isClosed() {
    return isClosed.get();
  }

  /**
   * Starts this very program with other arguments.
   *
   * @param name of the log
   * @param ready how the line starts that tells that it is ready
   */
  Child start(String name, Map<String, String> environment, String ready, List<String> arguments)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(commandLine(arguments));
    builder.directory(folder.toFile());
    builder.redirectError(log.toFile());
    confine(builder.environment(), folder);
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    if (isClosed.get()) {
      process.destroyForcibly();
    }
    return new Child(process, log, firstLine(name, process, log, ready));
  }

  /**
   * Has a process keep everything in the folder: its data, and the announcement of a server, which
   * is not one that the user started.
   */
  static void confine(Map<String, String> environment, Path folder) {
    environment.keySet().removeIf(variable -> variable.startsWith("BATON_"));
    environment.put("XDG_DATA_HOME", folder.resolve("share").toString());
    environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
  }

  @Override
  public void close() {
    stopAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running: the process ends, and the hook has done, or does, the same.
    }
  }

  private static String firstLine(String name, Process process, Path log, String ready)
      throws IOException {
    BufferedReader out =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith(ready)) {
      throw new UnavailableException(
          name + " did not start; the end of its log:\n" + Files.readString(log).strip());
    }
    return line;
  }

  /** The Java, its options and the classes that this process itself runs with. */
  private static List<String> commandLine(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(
        ProcessHandle.current()
            .info()
            .command()
            .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-Xmx"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    return command;
  }

  private void stopAll() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    // In reverse: executors give their jobs back while the server still answers.
    for (Process process : started.reversed()) {
      List<ProcessHandle> descendants = process.descendants().toList();
      process.destroy();
      if (!hasEnded(process)) {
        process.destroyForcibly();
      }
      descendants.forEach(ProcessHandle::destroyForcibly);
    }
    deleteFolder();
  }

  private static boolean hasEnded(Process process) {
    try {
      return process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void deleteFolder() {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(DemoProcesses::delete);
    } catch (IOException | UncheckedIOException e) {
      commandContext
          .err()
          .println("baton: '" + folder + "' could not be removed: " + e.getMessage());
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
