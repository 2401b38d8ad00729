// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that is started repeatedly under one name. Thread-safe. All starts append to one file
 * for standard output and to one file for standard error.
 */
public final class ManagedProcess {

  private static final Duration END_WITHIN = Duration.ofSeconds(20);

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path folder;
  // Guarded by the lock of this object.
  private @Nullable Process process;
  private long outputBefore;
  private boolean isWanted;
  private boolean isOver;
  private final Set<Long> started = new HashSet<>();

  /**
   * @param environment added to the environment of this process
   * @param folder the folder for its output
   */
  ManagedProcess(String name, List<String> command, Map<String, String> environment, Path folder) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.folder = folder;
  }

  public String name() {
    return name;
  }

  /** Starts the program unless it runs, and records that it should run. */
  public synchronized void start() {
    if (isOver || (process != null && process.isAlive())) {
      return;
    }
    isWanted = true;
    try {
      outputBefore = Files.exists(output()) ? Files.size(output()) : 0;
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
              .redirectError(ProcessBuilder.Redirect.appendTo(errors().toFile()));
      builder.environment().putAll(environment);
      process = builder.start();
      started.add(process.pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the program has printed a line with this prefix since its last start. */
  public synchronized boolean hasPrinted(String start) {
    try {
      byte[] all = Files.readAllBytes(output());
      int from = (int) Math.min(outputBefore, all.length);
      return new String(all, from, all.length - from, java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .anyMatch(line -> line.startsWith(start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Whether the program should run but has ended by itself. */
  public synchronized boolean isMissing() {
    return isWanted && process != null && !process.isAlive();
  }

  /** The exit code of the last start; -1 while the program runs. */
  public synchronized int exitCode() {
    return process == null || process.isAlive() ? -1 : process.exitValue();
  }

  /** The process id of the last start; 0 before the first start. */
  public synchronized long pid() {
    return process == null ? 0 : process.pid();
  }

  /** The process ids of all starts. */
  public synchronized Set<Long> started() {
    return Set.copyOf(started);
  }

  /** The process ids of the program and all its descendants. */
  public synchronized List<Long> pids() {
    return process == null
        ? List.of()
        : Stream.concat(Stream.of(process.toHandle()), process.descendants())
            .filter(ProcessHandle::isAlive)
            .map(ProcessHandle::pid)
            .toList();
  }

  /** Sends SIGKILL to the program and all its descendants, and records that it should not run. */
  public synchronized void kill() {
    isWanted = false;
    if (process == null) {
      return;
    }
    // A stopped program starts no process after the listing. A backend of PostgreSQL that survived
    // would keep the database from starting again.
    SendSignal.send("STOP", List.of(process.pid()));
    List<ProcessHandle> tree =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    tree.forEach(ProcessHandle::destroyForcibly);
    await(process, END_WITHIN);
  }

  /** Ends the program permanently: later starts do nothing. */
  synchronized void close() {
    isOver = true;
    SendSignal.send("CONT", pids());
    kill();
  }

  /** Sends SIGKILL only to the program; its descendants stay alive, as after a crash. */
  public synchronized void killAlone() {
    isWanted = false;
    if (process != null) {
      process.destroyForcibly();
      await(process, END_WITHIN);
    }
  }

  /** Sends a signal such as {@code STOP}, {@code CONT} or {@code TERM} only to the program. */
  public synchronized void signal(String signal) {
    if (process != null && process.isAlive()) {
      SendSignal.send(signal, List.of(process.pid()));
    }
  }

  /**
   * Stops the program in an orderly way and records that it should not run.
   *
   * @return whether it ended in time; otherwise it was killed
   */
  public boolean stop(String signal, Duration atMost) {
    Process stopped;
    synchronized (this) {
      isWanted = false;
      stopped = process;
    }
    signal(signal);
    // Does not hold the lock, so that an aborted campaign can kill the program in the meantime.
    if (await(stopped, atMost)) {
      return true;
    }
    kill();
    return false;
  }

  private static boolean await(@Nullable Process process, Duration atMost) {
    try {
      return process == null || process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Path output() {
    return folder.resolve(name + ".out");
  }

  /** The file with the program's standard error. */
  public Path errors() {
    return folder.resolve(name + ".err");
  }

  @Override
  public String toString() {
    return name;
  }
}
