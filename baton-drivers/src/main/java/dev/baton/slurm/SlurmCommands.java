// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.error.UnavailableException;
import dev.baton.service.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs Slurm's commands: a few at a time, none longer than a bound, and with nothing of Baton's own
 * environment, which {@code sbatch} would store with the job.
 */
final class SlurmCommands implements AutoCloseable {

  /** More would only wait for the controller. */
  private static final int AT_ONCE = 8;

  /** What commands need to work as whom they work; the rest of the environment is Baton's. */
  private static final List<String> PASSED =
      List.of("PATH", "HOME", "USER", "LOGNAME", "SLURM_CONF", "TZ");

  /**
   * How a command ended.
   *
   * @param errors what it wrote to standard error
   */
  record CommandResult(int code, String output, String errors) {}

  private final SlurmSettings settings;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final AtomicLong count = new AtomicLong();
  private volatile boolean closed;

  SlurmCommands(SlurmSettings settings) {
    this.settings = settings;
  }

  /** How many were run. */
  long count() {
    return count.get();
  }

  /**
   * Runs one to its end.
   *
   * @throws UnavailableException if it cannot be run, takes too long, or this is interrupted, which
   *     is restored
   */
  CommandResult run(List<String> words, String input) {
    try {
      free.acquire();
      try {
        return runNow(words, input);
      } finally {
        free.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while it waited for " + words.getFirst(), e);
    }
  }

  private CommandResult runNow(List<String> words, String input) throws InterruptedException {
    requireConfiguration();
    Process process = start(words);
    running.add(process);
    try {
      if (closed) {
        throw new UnavailableException("engine '" + settings.name() + "' is closed");
      }
      CompletableFuture<String> output = drain(process.getInputStream());
      CompletableFuture<String> errors = drain(process.getErrorStream());
      feed(process, input);
      if (!process.waitFor(settings.commandTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new UnavailableException(
            words.getFirst() + " did not end within " + settings.commandTimeout());
      }
      return new CommandResult(process.exitValue(), output.join(), errors.join());
    } finally {
      process.destroyForcibly();
      running.remove(process);
    }
  }

  /** Without it, commands look for a configuration for a minute. */
  private void requireConfiguration() {
    Path file = settings.configuration();
    if (file != null && !Files.isReadable(file)) {
      throw new UnavailableException(
          "Slurm's configuration '" + file + "' is not there or cannot be read");
    }
  }

  private Process start(List<String> words) {
    List<String> command = new ArrayList<>(words);
    Path programs = settings.programs();
    if (programs != null) {
      command.set(0, programs.resolve(words.getFirst()).toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(PASSED);
    if (!words.getFirst().equals("sbatch")) {
      // What sbatch has, programs get.
      environment.put("SLURM_TIME_FORMAT", "%s");
      // Tasks of an array that are told together, however many.
      environment.put("SLURM_BITSTR_LEN", "0");
    }
    Path file = settings.configuration();
    if (file != null) {
      environment.put("SLURM_CONF", file.toString());
    }
    count.incrementAndGet();
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UnavailableException(
          "cannot run '"
              + command.getFirst()
              + "': install Slurm's client commands on this host, or set programs to their folder",
          e);
    }
  }

  private static CompletableFuture<String> drain(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Threads.virtual(
            "slurm-output",
            () -> {
              try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
              } catch (IOException e) {
                // The command was killed.
                text.complete("");
              }
            })
        .start();
    return text;
  }

  private static void feed(Process process, String input) {
    try (OutputStream stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without having read all: its exit code says why.
      return;
    }
  }

  /** Ends those that run. */
  @Override
  public void close() {
    closed = true;
    running.forEach(Process::destroyForcibly);
  }
}
