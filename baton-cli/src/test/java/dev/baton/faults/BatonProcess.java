// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.awaitility.Awaitility.await;

import dev.baton.process.BatonJava;
import dev.baton.service.Threads;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A Baton command in its own process, with the output of the process. Closing kills the process.
 */
final class BatonProcess implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofMinutes(3);

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final Path errors;
  private final Thread reader;

  private BatonProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.reader = Threads.platform("output", this::readOutput);
    reader.start();
  }

  /** Starts {@code baton <arguments>} with standard error redirected to a file in the folder. */
  static BatonProcess start(Path folder, Map<String, String> environment, String... arguments) {
    List<String> mainAndArguments = new ArrayList<>(List.of("dev.baton.cli.Main"));
    mainAndArguments.addAll(List.of(arguments));
    return startJava(folder, arguments[0], environment, mainAndArguments);
  }

  /**
   * Starts another program of the class path.
   *
   * @param program the JVM options, the main class, and the arguments
   */
  static BatonProcess startJava(
      Path folder, String name, Map<String, String> environment, List<String> program) {
    List<String> command = new ArrayList<>();
    // If a shell runs the tests in the background, they ignore SIGINT, and their child processes
    // would inherit that.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.addAll(BatonJava.command());
    // Uses Baton's log configuration, not that of the tests.
    command.add("-Dlogback.configurationFile=logback.xml");
    command.addAll(program);
    Path errors = folder.resolve(name + "-" + ProcessFileNumbers.next() + ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectError(errors.toFile());
      builder.redirectInput(new File("/dev/null"));
      return new BatonProcess(builder.start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a line with this prefix and returns the rest of the line. */
  String awaitLine(String start) {
    await("'" + start + "' from " + this)
        .atMost(READY_WITHIN)
        .failFast(this::checkAlive)
        .until(() -> output.stream().anyMatch(line -> line.startsWith(start)));
    return output.stream()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow()
        .substring(start.length())
        .strip();
  }

  private void checkAlive() {
    if (!process.isAlive()) {
      throw new AssertionError(this + " ended early: " + errorText());
    }
  }

  /** The text that the process has written to its standard error. */
  String errorText() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines that the process has written to its standard output. */
  List<String> output() {
    return List.copyOf(output);
  }

  /** Waits until the process has written this text to its standard error. */
  void awaitError(String text, Duration bound) {
    await("'" + text + "' in " + errors)
        .atMost(bound)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> errorText().contains(text));
  }

  /** Sends SIGKILL, so that the process cannot clean up. */
  void killHard() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(10));
  }

  /** Sends a signal such as {@code STOP}, {@code CONT} or {@code TERM}. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the end of the process and returns the exit code. */
  int awaitEnd(Duration bound) {
    try {
      if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(this + " did not end within " + bound + ": " + errorText());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The live child processes of this process. */
  List<ProcessHandle> children() {
    return process.children().filter(ProcessHandle::isAlive).toList();
  }

  /** Waits until the command has succeeded and returns its output. */
  String awaitOutput() {
    if (awaitEnd(READY_WITHIN) != 0) {
      throw new AssertionError(this + " ended with " + process.exitValue() + ": " + errorText());
    }
    Threads.join(reader);
    return String.join("\n", output);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Kills the process, even if it is stopped. Works in an interrupted thread too: a test that
   * reaches its time limit is interrupted, and must still leave no process behind.
   */
  @Override
  public void close() {
    process.destroyForcibly().onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
    if (process.isAlive()) {
      throw new AssertionError(this + " did not end within 30 s of SIGKILL");
    }
  }

  @Override
  public String toString() {
    return "process " + process.pid() + " (" + errors.getFileName() + ")";
  }

  private void readOutput() {
    try (BufferedReader reader = process.inputReader()) {
      reader.lines().forEach(output::add);
    } catch (IOException | UncheckedIOException e) {
      output.add("(output lost: " + e.getMessage() + ")");
    }
  }
}
