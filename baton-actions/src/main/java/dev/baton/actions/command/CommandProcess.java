// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import dev.baton.actions.processengine.ProcessExit;
import dev.baton.actions.processengine.ProgramLookup;
import dev.baton.error.InputBounds;
import dev.baton.error.UnavailableException;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running command with all its descendants. Thread-safe. */
final class CommandProcess {
  /** The result of {@link #await} after a timeout. No command has this exit code. */
  static final int STOPPED_BY_TIMEOUT = -1;

  private static final Logger LOG = LoggerFactory.getLogger(CommandProcess.class);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Process process;
  private final ProcessExit exit;
  private final CommandOutput output;
  private final CommandInputFile input;
  private final CommandGuard guard;
  private final long mark;
  private final AtomicBoolean terminating = new AtomicBoolean();
  private final CompletableFuture<@Nullable Void> terminated = new CompletableFuture<>();

  /**
   * The command to start.
   *
   * @param words the command as given; the path of the program replaces the first word
   * @param input the standard input; null means empty
   */
  record Start(
      Path program,
      List<String> words,
      Map<String, String> environment,
      Path dir,
      @Nullable String input) {}

  private CommandProcess(
      Process process, JobRun run, CommandInputFile input, CommandGuard guard, long mark) {
    this.process = process;
    this.exit = ProcessExit.of(process);
    this.output = CommandOutput.follow(process, run);
    this.input = input;
    this.guard = guard;
    this.mark = mark;
  }

  /** Starts a process of the operating system. */
  @FunctionalInterface
  interface Starter {
    Process start(ProcessBuilder builder) throws IOException;
  }

  /**
   * Starts the command.
   *
   * @throws UnavailableException if this executor lacks a resource that a process needs; then
   *     nothing was started
   */
  static CommandProcess start(Start start, JobRun run, Starter starter, CommandGuard guard)
      throws JobFailedException {
    CommandInputFile input = CommandInputFile.of(start.input());
    try {
      long mark = guard.mark();
      Process process = startGuarded(CommandSupervisor.builder(start, input), starter, guard);
      return new CommandProcess(process, run, input, guard, mark);
    } catch (IOException e) {
      input.delete();
      Optional<String> missing = ProgramLookup.missingResource(e);
      if (missing.isPresent()) {
        throw new UnavailableException(missing.get(), e);
      }
      throw new JobFailedException(
          RunCommand.CANNOT_START,
          "command '" + start.words().getFirst() + "' cannot be started: " + e.getMessage());
    }
  }

  private static Process startGuarded(ProcessBuilder builder, Starter starter, CommandGuard guard)
      throws IOException {
    if (!CommandSupervisor.isAvailable()) {
      return starter.start(builder);
    }
    guard.start();
    Process process = starter.start(builder);
    try (OutputStream line = process.getOutputStream()) {
      guard.add(process.pid());
      line.write('\n');
    } catch (IOException e) {
      // The command did not get the line, or it has already ended.
      if (process.isAlive()) {
        process.destroyForcibly();
        throw e;
      }
    }
    return process;
  }

  /**
   * Waits for the end of the command and for the rest of its output. After that, nothing of the
   * command runs any more.
   *
   * @return the exit code, or {@link #STOPPED_BY_TIMEOUT}
   * @throws InterruptedException if interrupted; then the command was terminated
   */
  int await(@Nullable Duration timeout) throws InterruptedException {
    try {
      boolean ended = exit.within(timeout == null ? InputBounds.LONGEST_DURATION : timeout);
      if (!ended) {
        terminate();
      }
      // The executor interrupts the run: it has terminated the command, and the interrupt of this
      // thread has not arrived yet. The exit code is not the command's own.
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

  /** The last line of the command's standard error, shortened. */
  String lastError() {
    return output.lastError();
  }

  /**
   * Requests the end of the whole process group by SIGTERM, and kills the group if it has not ended
   * after 5 seconds. Returns when the command is dead.
   */
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
    // This wait is not interruptible, because an interrupt also means that the command must die.
    if (!exit.surelyWithin(GRACE)) {
      LOG.debug("command did not end after SIGTERM and is killed: pid={}", process.pid());
    }
    killGroup();
    // {@link Process#destroyForcibly} would close the output and lose the unread part. The method
    // of the process handle does not.
    process.toHandle().destroyForcibly();
    // The process group is gone. The other processes of the session end when the command is gone,
    // and descendants that have left the session are killed here.
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private void signal(List<ProcessHandle> descendants) {
    if (!CommandSupervisor.isAvailable()) {
      descendants.forEach(ProcessHandle::destroy);
      process.toHandle().destroy();
      return;
    }
    try {
      guard.terminate(process.pid());
    } catch (IOException e) {
      LOG.debug("command has no guard and is stopped: pid={}", process.pid(), e);
      descendants.forEach(ProcessHandle::destroy);
      process.toHandle().destroy();
    }
  }

  private void killGroup() {
    try {
      if (CommandSupervisor.isAvailable()) {
        guard.kill(process.pid());
      }
    } catch (IOException e) {
      LOG.debug("command has no guard and is killed: pid={}", process.pid(), e);
    }
  }

  private void cleanUp() {
    if (CommandSupervisor.isAvailable()) {
      guard.end(process.pid(), exit, mark);
    }
    output.await(DRAIN);
    input.delete();
  }
}
