// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls the operations of {@code shell-engine.sh}. Each call starts a shell. */
final class ShellCalls {

  private static final String SCRIPT = ScriptResource.read(ShellCalls.class, "shell-engine.sh");

  // The exit codes that the script defines.
  private static final int NO_JOB = 44;
  private static final int NO_PROGRAMS = 45;

  private static final int SECONDS = 20;
  private static final int BUFFER = 1 << 16;
  private static final int WAITING_BUFFERS = 4;
  private static final byte[] NOTHING = {};

  /** The threads that read from and write to shells. */
  private static final ExecutorService PIPES = Threads.platformPool("shell-engine");

  private final String engine;
  private final String root;
  private final List<String> shell;

  ShellCalls(String engine, String root, List<String> shell) {
    this.engine = engine;
    this.root = root;
    this.shell = List.copyOf(shell);
  }

  /** Receives the output of a shell as it is written. */
  @FunctionalInterface
  interface Output {
    void bytes(byte[] bytes) throws InterruptedException;
  }

  /** Calls an operation and returns the lines that it prints. */
  List<String> call(String operation, Map<String, String> variables) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      stream(operation, variables, SECONDS, all::writeBytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("engine '" + engine + "' was interrupted", e);
    }
    return all.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /**
   * Calls an operation and passes on its output until its end.
   *
   * @param seconds the longest time without output
   * @throws NotFoundException if the operation reports that there is no such engine job
   */
  void stream(String operation, Map<String, String> variables, int seconds, Output output)
      throws InterruptedException {
    Process process = start(operation, variables);
    try {
      BlockingQueue<byte[]> read = new ArrayBlockingQueue<>(WAITING_BUFFERS);
      // A read from a process cannot be interrupted, so a second thread reads and this thread
      // waits.
      PIPES.execute(() -> read(process.getInputStream(), read));
      for (byte[] bytes = next(read, seconds); bytes.length > 0; bytes = next(read, seconds)) {
        output.bytes(bytes);
      }
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new UnavailableException(
            "engine '" + engine + "' answered, but its shell has not ended");
      }
      checkExit(process);
    } finally {
      process.destroyForcibly();
    }
  }

  private byte[] next(BlockingQueue<byte[]> read, int seconds) throws InterruptedException {
    byte[] bytes = read.poll(seconds, TimeUnit.SECONDS);
    if (bytes == null) {
      throw new UnavailableException(
          "engine '" + engine + "' did not answer within " + seconds + " s");
    }
    return bytes;
  }

  private static void read(InputStream in, BlockingQueue<byte[]> read) {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        read.put(Arrays.copyOf(buffer, n));
      }
      read.put(NOTHING);
    } catch (IOException e) {
      // The process was destroyed, so nobody waits for more output.
      read.offer(NOTHING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Passes the script through standard input, because arguments appear in the list of processes.
   */
  private Process start(String operation, Map<String, String> variables) {
    StringBuilder script = new StringBuilder();
    script.append("op=").append(operation).append("\nroot=").append(quoted(root)).append('\n');
    variables.forEach(
        (name, value) -> script.append(name).append('=').append(quoted(value)).append('\n'));
    script.append(SCRIPT).append('\n');
    try {
      Process process = new ProcessBuilder(shell).start();
      PIPES.execute(() -> write(script.toString(), process.getOutputStream()));
      return process;
    } catch (IOException e) {
      throw new UnavailableException(
          "engine '" + engine + "': '" + shell.getFirst() + "' cannot be started", e);
    }
  }

  private static void write(String script, OutputStream out) {
    try (out) {
      out.write(script.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The shell ended before it read the whole script. Its exit code gives the reason.
    }
  }

  private void checkExit(Process process) {
    switch (process.exitValue()) {
      case 0 -> {}
      case NO_JOB -> throw new NotFoundException("engine '" + engine + "' has no such engine job");
      case NO_PROGRAMS ->
          throw new InvalidInputException(
              "engine '" + engine + "': its host lacks setsid or flock (of util-linux)");
      default ->
          throw new UnavailableException(
              "engine '"
                  + engine
                  + "': the shell ended with exit code "
                  + process.exitValue()
                  + said(process));
    }
  }

  private static String said(Process process) {
    try {
      // This number of bytes suffices for a message. The process has ended, so the message is
      // already in the pipe.
      byte[] bytes = process.getErrorStream().readNBytes(500);
      return ": " + new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Quotes any text as one word for a shell. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
