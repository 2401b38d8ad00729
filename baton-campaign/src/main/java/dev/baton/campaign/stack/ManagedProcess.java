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
 * A program that is started again and again under one name. Thread-safe. All starts append to one
 * file for standard output and one for standard error.
 */
public final class ManagedProcess {

  private static final Duration END_WITHIN = Duration.ofSeconds(20);

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path folder;
  // Guarded by this.
  private @Nullable Process process;
  private long outputBefore;
  private boolean isWanted;
  private boolean isOver;
  private final Set<Long> started = new HashSet<>();

  /**
   * @param environment added to that of this process
   * @param folder of its output
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

  /** Starts it, unless it runs. From now on it is meant to run. */
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

  /** Whether this start has printed a line that begins so. */
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

  /** Whether it should run, but has ended by itself. */
  public synchronized boolean isMissing() {
    return isWanted && process != null && !process.isAlive();
  }

  /** The exit code of the last start; -1 while it runs. */
  public synchronized int exitCode() {
    return process == null || process.isAlive() ? -1 : process.exitValue();
  }

  /** The process id of the last start; 0 before the first. */
  public synchronized long pid() {
    return process == null ? 0 : process.pid();
  }

  /** The process ids of all starts. */
  public synchronized Set<Long> started() {
    return Set.copyOf(started);
  }

  /** The process and all that it started. */
  public synchronized List<Long> pids() {
    return process == null
        ? List.of()
        : Stream.concat(Stream.of(process.toHandle()), process.descendants())
            .filter(ProcessHandle::isAlive)
            .map(ProcessHandle::pid)
            .toList();
  }

  /** Ends it and all that it started, with SIGKILL. It is not meant to run any more. */
  public synchronized void kill() {
    isWanted = false;
    if (process == null) {
      return;
    }
    List<ProcessHandle> tree =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    tree.forEach(ProcessHandle::destroyForcibly);
    await(process, END_WITHIN);
  }

  /** Ends it for good: what still wants to start it again does nothing. */
  synchronized void close() {
    isOver = true;
    SendSignal.send("CONT", pids());
    kill();
  }

  /** Ends it alone, with SIGKILL: what it started lives on, as after a crash. */
  public synchronized void killAlone() {
    isWanted = false;
    if (process != null) {
      process.destroyForcibly();
      await(process, END_WITHIN);
    }
  }

  /** Sends a signal such as {@code STOP}, {@code CONT} or {@code TERM} to it alone. */
  public synchronized void signal(String signal) {
    if (process != null && process.isAlive()) {
      SendSignal.send(signal, List.of(process.pid()));
    }
  }

  /**
   * Stops it in order. It is not meant to run any more.
   *
   * @return whether it ended in time; if not, it was killed
   */
  public boolean stop(String signal, Duration atMost) {
    Process stopped;
    synchronized (this) {
      isWanted = false;
      stopped = process;
    }
    signal(signal);
    // Without the lock: a campaign that is broken off kills it meanwhile.
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

  /** Where its standard error goes. */
  public Path errors() {
    return folder.resolve(name + ".err");
  }

  @Override
  public String toString() {
    return name;
  }
}
