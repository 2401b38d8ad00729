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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies the output of a command into the job's log. */
final class CommandOutput {
  private static final Logger LOG = LoggerFactory.getLogger(CommandOutput.class);
  private static final int MAX_SHOWN = 300;
  private static final int BUFFER_BYTES = 8192;

  private final Process process;
  private final CountDownLatch open = new CountDownLatch(2);
  // Written by the thread that reads standard error; read by the thread that waits for the command.
  private volatile String lastError = "";

  private CommandOutput(Process process) {
    this.process = process;
  }

  static CommandOutput follow(Process process, JobRun run) {
    CommandOutput output = new CommandOutput(process);
    output.read(process.getInputStream(), line -> run.log("stdout", line));
    output.read(
        process.getErrorStream(),
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
    RunWithTimeout.run("command-output", () -> awaitOrGiveUp(time), time.multipliedBy(2));
  }

  private void awaitOrGiveUp(Duration time) {
    try {
      if (!open.await(SaturatedTime.millis(time), TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "command has ended, but other processes keep its output open; the rest of the output is"
                + " not read: pid={}",
            process.pid());
        process.getInputStream().close();
        process.getErrorStream().close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("output of a command cannot be closed: pid={}", process.pid(), e);
    }
  }

  /**
   * Each stream has a platform thread, because reading a pipe blocks the thread. The two threads
   * cost little compared with the process of the command.
   */
  private void read(InputStream stream, Consumer<String> sink) {
    Threads.platform("command-output", () -> readToEnd(stream, sink)).start();
  }

  private void readToEnd(InputStream stream, Consumer<String> sink) {
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
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("output of a command cannot be read any more: pid={}", process.pid(), e);
    } finally {
      open.countDown();
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
