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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs Slurm's commands. Limits the number of parallel commands and the time of each command. Does
 * not pass Baton's own environment to the commands, because {@code sbatch} would store it with the
 * Slurm job.
 */
final class SlurmCommands implements AutoCloseable {

  /** The limit of parallel commands. More commands would only wait for the controller. */
  private static final int AT_ONCE = 8;

  /** The threads that read from and write to commands. */
  private static final ExecutorService PIPES = Threads.platformPool("slurm-command");

  /**
   * The variables that the commands need to find the user and the cluster. The rest of the
   * environment belongs to Baton and is not passed on.
   */
  private static final List<String> PASSED =
      List.of("PATH", "HOME", "USER", "LOGNAME", "SLURM_CONF", "TZ");

  /**
   * The result of a command.
   *
   * @param errors the text on standard error
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

  long count() {
    return count.get();
  }

  /**
   * Runs a command to its end. Blocks.
   *
   * @throws UnavailableException if the command cannot be run or takes too long, or if the thread
   *     is interrupted; the interrupt status is restored
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
      throw new UnavailableException("interrupted while waiting for " + words.getFirst(), e);
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
      PIPES.execute(() -> feed(process, input));
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

  /**
   * Throws if the configured file of Slurm cannot be read. Without this check, the command would
   * search for another configuration for a minute.
   */
  private void requireConfiguration() {
    Path file = settings.configuration();
    if (file != null && !Files.isReadable(file)) {
      throw new UnavailableException(
          "Slurm's configuration '" + file + "' does not exist or cannot be read");
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
      // Only for commands other than {@code sbatch}, because the programs of engine jobs inherit
      // the environment of {@code sbatch}.
      environment.put("SLURM_TIME_FORMAT", "%s");
      // Prints the complete list of array tasks that share one line.
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
    PIPES.execute(() -> {
      try (stream) {
        text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        // The read failed because the command was killed. Its output is not needed.
        text.complete("");
      }
    });
    return text;
  }

  private static void feed(Process process, String input) {
    try (OutputStream stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The command ended before it read all input; its exit code shows why.
      return;
    }
  }

  /** Kills running commands. */
  @Override
  public void close() {
    closed = true;
    running.forEach(Process::destroyForcibly);
  }
}
