// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin.command;

import dev.baton.engine.ProgramLookup;
import dev.baton.error.UnavailableException;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import dev.baton.service.SaturatedTime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running command with all its descendants. Thread-safe. */
final class CommandProcess {
  /** What {@link #await} answers when time ran out; no command ends with it. */
  static final int STOPPED_BY_TIMEOUT = -1;

  private static final Logger LOG = LoggerFactory.getLogger(CommandProcess.class);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Process process;
  private final CommandOutput output;
  private final CommandInputFile input;
  private final AtomicBoolean terminating = new AtomicBoolean();
  private final CompletableFuture<@Nullable Void> terminated = new CompletableFuture<>();

  /**
   * What to start.
   *
   * @param words the command as given; the first is replaced by the program found
   * @param input for its standard input; null is none
   */
  record Start(
      Path program,
      List<String> words,
      Map<String, String> environment,
      Path dir,
      @Nullable String input) {}

  private CommandProcess(Process process, CommandOutput output, CommandInputFile input) {
    this.process = process;
    this.output = output;
    this.input = input;
  }

  /** Has the operating system start a process. */
  @FunctionalInterface
  interface Starter {
    Process start(ProcessBuilder builder) throws IOException;
  }

  /**
   * Starts it.
   *
   * @throws UnavailableException if this executor lacks what a process needs; nothing was started
   */
  static CommandProcess start(Start start, JobRun run, Starter starter) throws JobFailedException {
    CommandInputFile input = CommandInputFile.of(start.input());
    try {
      Process process = starter.start(CommandSupervisor.builder(start, input));
      return new CommandProcess(process, CommandOutput.follow(process, run), input);
    } catch (IOException e) {
      input.delete();
      Optional<String> lack = ProgramLookup.missingResource(e);
      if (lack.isPresent()) {
        throw new UnavailableException(lack.get(), e);
      }
      throw new JobFailedException(
          RunCommand.CANNOT_START,
          "command '" + start.words().getFirst() + "' cannot be started: " + e.getMessage());
    }
  }

  /**
   * Waits for the end and for the rest of the output; nothing of the command runs any more then.
   *
   * @return the exit code, or {@link #STOPPED_BY_TIMEOUT}
   * @throws InterruptedException if interrupted; it was terminated then
   */
  int await(@Nullable Duration timeout) throws InterruptedException {
    try {
      boolean ended = waitFor(timeout);
      if (!ended) {
        terminate();
      }
      // Ended by the hook of an interrupt that has not arrived here yet: that is no exit code.
      if (ended && terminating.get()) {
        throw new InterruptedException("terminated");
      }
      return ended ? process.exitValue() : STOPPED_BY_TIMEOUT;
    } catch (InterruptedException e) {
      terminate();
      throw e;
    } finally {
      cleanUp();
    }
  }

  /** The last line of its standard error, shortened. */
  String lastError() {
    return output.lastError();
  }

  /** Asks the whole group to end, and kills it if it has not after 5 seconds. Returns when dead. */
  void terminate() {
    if (terminating.compareAndSet(false, true)) {
      try {
        kill();
      } finally {
        terminated.complete(null);
      }
    } else {
      terminated.join();
    }
  }

  private void kill() {
    List<ProcessHandle> descendants = process.descendants().toList();
    signal(descendants);
    // Not ended by an interrupt: whoever interrupts wants the command dead, not left alone.
    process.onExit().completeOnTimeout(process, GRACE.toMillis(), TimeUnit.MILLISECONDS).join();
    if (process.isAlive()) {
      LOG.debug("process={} does not heed SIGTERM and is killed", process.pid());
    }
    closeLine();
    // By the handle: the process's own method would close its output, and lose what is unread.
    process.toHandle().destroyForcibly();
    // The session is gone; these are the ones that had left it.
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private boolean waitFor(@Nullable Duration timeout) throws InterruptedException {
    try {
      if (timeout == null) {
        process.onExit().get();
      } else {
        process.onExit().get(SaturatedTime.nanos(timeout), TimeUnit.NANOSECONDS);
      }
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for process " + process.pid(), e);
    }
  }

  private void signal(List<ProcessHandle> descendants) {
    if (!CommandSupervisor.isAvailable()) {
      descendants.forEach(ProcessHandle::destroy);
      process.toHandle().destroy();
      return;
    }
    try {
      OutputStream line = process.getOutputStream();
      line.write("TERM\n".getBytes(StandardCharsets.US_ASCII));
      line.flush();
    } catch (IOException e) {
      // The watcher is gone, so the end of the line cannot be seen either: the handles do it.
      LOG.debug("process={} has no watcher any more", process.pid(), e);
      process.toHandle().destroy();
    }
  }

  /** The end of the line makes the watcher kill what is left of the session. */
  private void closeLine() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.debug("process={} had no watcher any more", process.pid(), e);
    }
  }

  private void cleanUp() {
    closeLine();
    output.await(DRAIN);
    input.delete();
  }
}
