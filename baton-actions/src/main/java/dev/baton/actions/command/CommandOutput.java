// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import dev.baton.engine.LineSplitter;
import dev.baton.plugin.JobRun;
import dev.baton.service.RunWithTimeout;
import dev.baton.service.SaturatedTime;
import dev.baton.service.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies the output of a command into the job's log. */
final class CommandOutput {
  private static final Logger LOG = LoggerFactory.getLogger(CommandOutput.class);
  private static final int MAX_SHOWN = 300;
  private static final int BUFFER_BYTES = 8192;

  /**
   * The threads that read the output of commands, two for each command that runs. A thread ends
   * after a minute without a command. A new thread for each stream would cost a tenth of a command.
   */
  private static final ExecutorService READERS = Threads.platformPool("command-output");

  private final Process process;
  private final CompletableFuture<@Nullable Void> standardOutput = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> standardError = new CompletableFuture<>();
  // Written by the thread that reads standard error; read by the thread that waits for the command.
  private volatile String lastError = "";

  private CommandOutput(Process process) {
    this.process = process;
  }

  static CommandOutput follow(Process process, JobRun run) {
    CommandOutput output = new CommandOutput(process);
    output.read(process.getInputStream(), output.standardOutput, line -> run.log("stdout", line));
    output.read(
        process.getErrorStream(),
        output.standardError,
        line -> {
          if (!line.isBlank()) {
            output.lastError = line;
          }
          run.log("stderr", line);
        });
    return output;
  }

  String lastError() {
    return lastError.length() <= MAX_SHOWN ? lastError : lastError.substring(0, MAX_SHOWN) + "…";
  }

  /**
   * Waits for the end of both streams. A process that has left the session may hold the streams for
   * an unlimited time; after the given time they are no longer read. Returns within twice the time.
   * An interrupt does not shorten the wait; the interrupt flag is restored.
   */
  void await(Duration time) {
    CompletableFuture<Boolean> ended =
        CompletableFuture.allOf(standardOutput, standardError)
            .thenApply(nothing -> true)
            .completeOnTimeout(false, SaturatedTime.millis(time), TimeUnit.MILLISECONDS);
    if (!ended.join()) {
      RunWithTimeout.run("command-output-end", this::giveUp, time);
    }
  }

  private void giveUp() {
    LOG.warn(
        "command has ended, but other processes keep its output open; the rest of the output is"
            + " not read: pid={}",
        process.pid());
    try {
      process.getInputStream().close();
      process.getErrorStream().close();
    } catch (IOException e) {
      LOG.debug("output of a command cannot be closed: pid={}", process.pid(), e);
    }
  }

  /** Each stream has a platform thread, because reading a pipe blocks the thread. */
  private void read(
      InputStream stream, CompletableFuture<@Nullable Void> end, Consumer<String> sink) {
    READERS.execute(() -> readToEnd(stream, end, sink));
  }

  private void readToEnd(
      InputStream stream, CompletableFuture<@Nullable Void> end, Consumer<String> sink) {
    UntilRefused guarded = new UntilRefused(sink);
    LineSplitter lines = new LineSplitter(0, guarded);
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      try {
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
          lines.add(buffer, 0, n);
        }
      } finally {
        lines.end();
      }
    } catch (InterruptedException e) {
      LOG.debug("output of a command is not read further: pid={}", process.pid(), e);
    } catch (IOException e) {
      LOG.debug("output of a command cannot be read any more: pid={}", process.pid(), e);
    } finally {
      end.complete(null);
    }
  }

  /**
   * Drops all lines after the log has refused a line, for example after a lost claim. The output is
   * still read, so that the command does not block until it is killed.
   */
  private final class UntilRefused implements LineSplitter.Sink {
    private final Consumer<String> sink;
    private boolean refused;

    UntilRefused(Consumer<String> sink) {
      this.sink = sink;
    }

    @Override
    public void line(String line, long end) {
      if (refused) {
        return;
      }
      try {
        sink.accept(line);
      } catch (RuntimeException e) {
        refused = true;
        LOG.debug("log refuses the output of a command: pid={}", process.pid(), e);
      }
    }
  }
}
