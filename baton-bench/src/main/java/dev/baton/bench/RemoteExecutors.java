// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.actions.processengine.ProcessExit;
import dev.baton.error.InputBounds;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that runs {@link RemoteExecutorsMain}. */
final class RemoteExecutors implements AutoCloseable {

  /** The settings that all processes of a measurement share. */
  record Server(String endpoint, String key, String secret, Duration lease, Path errors) {}

  private final Process process;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private RemoteExecutors(Process process) {
    this.process = process;
  }

  /**
   * Starts the process. Returns at once.
   *
   * @param action the name of an action that only executors with this argument have
   */
  static RemoteExecutors start(Server server, int executors, String name, String action)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx2g", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(RemoteExecutorsMain.class.getName());
    command.addAll(List.of(server.endpoint(), server.key(), server.secret()));
    command.add(String.valueOf(server.lease().toMillis()));
    command.addAll(List.of(String.valueOf(executors), name, action));
    Process process =
        new ProcessBuilder(command)
            .redirectError(server.errors().resolve(name + ".err").toFile())
            .start();
    // An interrupted measurement must not leave the process running.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    RemoteExecutors started = new RemoteExecutors(process);
    // Reading a pipe would occupy a carrier of virtual threads.
    Thread.ofPlatform().daemon().start(started::read);
    return started;
  }

  private void read() {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals(RemoteExecutorsMain.STARTED) || line.equals(RemoteExecutorsMain.RUNS)) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      // The process was killed.
      lines.add("(ended: " + e.getMessage() + ")");
    }
  }

  /** Waits for this line of the process's output. */
  void await(String line, Duration bound) throws InterruptedException {
    String next = lines.poll(bound.toMillis(), TimeUnit.MILLISECONDS);
    if (!line.equals(next)) {
      throw new IllegalStateException(
          "a process with executors printed '" + next + "' within " + bound + "; expected " + line);
    }
  }

  /** Whether the process has printed a line that nobody has awaited yet. */
  boolean hasPrinted() {
    return !lines.isEmpty();
  }

  long pid() {
    return process.pid();
  }

  /** Kills the process with SIGKILL. */
  @Override
  public void close() {
    process.destroyForcibly();
    ProcessExit.of(process).surelyWithin(InputBounds.LONGEST_DURATION);
  }
}
