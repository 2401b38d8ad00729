// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.demo;

import dev.baton.console.CommandContext;
import dev.baton.error.UnavailableException;
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
 * The child processes of the demo and their folder. All processes are ended when this object is
 * closed and when a signal requests the end of this process. Thread-safe.
 */
final class DemoProcesses implements AutoCloseable {

  /** A child process that has printed its ready line. */
  record Child(Process process, Path log, String readyLine) {
    /** Sends SIGKILL, so that the process cannot release anything. */
    void kill() {
      process.destroyForcibly();
    }
  }

  private static final Duration STOP = Duration.ofSeconds(5);

  private final CommandContext commandContext;
  private final String mainClass;
  private final Path folder;
  private final List<Process> started = new CopyOnWriteArrayList<>();
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private final Thread hook = new Thread(this::stopAll, "baton-demo-end");

  private DemoProcesses(CommandContext commandContext, String mainClass, Path folder) {
    this.commandContext = commandContext;
    this.mainClass = mainClass;
    this.folder = folder;
  }

  /**
   * @param mainClass the class whose main method the child processes run
   */
  static DemoProcesses inNewFolder(CommandContext commandContext, String mainClass) {
    try {
      DemoProcesses processes =
          new DemoProcesses(commandContext, mainClass, Files.createTempDirectory("baton-demo"));
      Runtime.getRuntime().addShutdownHook(processes.hook);
      return processes;
    } catch (IOException e) {
      throw new UnavailableException("no temporary folder can be made: " + e.getMessage(), e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Whether this object is closed or being closed. */
  boolean isClosed() {
    return isClosed.get();
  }

  /**
   * Starts this program with other arguments.
   *
   * @param name the name of the log file
   * @param ready the beginning of the line by which the child reports that it is ready
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
   * Makes a process keep all its files in the folder, also the file that announces a running
   * server. Otherwise commands of the user would find the server of the demo.
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
      // The JVM is already shutting down. The shutdown hook that is registered already ends the
      // processes.
    }
  }

  private static String firstLine(String name, Process process, Path log, String ready)
      throws IOException {
    String line = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (line == null || !line.startsWith(ready)) {
      throw new UnavailableException(
          name + " did not start; the end of its log:\n" + Files.readString(log).strip());
    }
    return line;
  }

  /**
   * Returns the command line of a child process: the Java program, the options and the class path
   * of this process, but with a small heap and a fast start, then the main class and the arguments.
   */
  private List<String> commandLine(List<String> arguments) {
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
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    return command;
  }

  private void stopAll() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    // In reverse order, so that executors abandon their jobs while the server still answers.
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
      commandContext.note("'" + folder + "' could not be removed: " + e.getMessage());
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
