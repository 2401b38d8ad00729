// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import dev.baton.actions.processengine.ProcessStarter;
import dev.baton.actions.processengine.ProgramLookup;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobLog;
import dev.baton.plugin.Action;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import dev.baton.plugin.HandedOverException;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import dev.baton.service.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs an operating-system command as a job. The command gets {@code BATON_JOB_ID}, {@code
 * BATON_ATTEMPT}, {@code BATON_FENCING_TOKEN} and {@code BATON_IDEMPOTENCY_KEY}, and none of
 * Baton's own settings. Processes that it leaves running in its session are killed when it ends,
 * and when Baton dies. The first command starts a guard process, which ends when this action is
 * closed or when Baton ends.
 */
public final class RunCommand implements Action<RunCommand.Options>, AutoCloseable {
  static final int TIMED_OUT = 124;
  static final int CANNOT_START = ProgramLookup.CANNOT_EXECUTE;
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  public record Options(
      @Doc("The program and its arguments; no shell interprets them") List<String> command,
      @Doc("Environment variables, in addition to the executor's own") @Default("{}")
          Map<String, String> env,
      @Doc("Working directory; the executor's own unless set") @Nullable Path dir,
      @Doc("How long it may run; without limit unless set") @Nullable Duration timeout,
      @Doc("Text for its standard input, which is empty unless set") @Nullable String input) {
    public Options {
      if (command.isEmpty() || command.getFirst().isEmpty()) {
        throw InvalidInputException.ofAttribute(
            "command", "command names no program; expected [\"program\", …]");
      }
      command.forEach(word -> checkNoNul("command", word));
      env.forEach(Options::checkVariable);
      if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
        throw InvalidInputException.ofAttribute(
            "timeout", "timeout is " + timeout + "; expected a positive duration such as PT5M");
      }
    }

    private static void checkVariable(String name, String value) {
      if (!VARIABLE.matcher(name).matches()) {
        throw InvalidInputException.ofAttribute(
            "env",
            "env has the variable '"
                + name
                + "'; allowed: letters, digits and '_', no digit first");
      }
      checkNoNul("env", value);
    }

    private static void checkNoNul(String name, String text) {
      if (text.indexOf('\0') >= 0) {
        throw InvalidInputException.ofAttribute(
            name, name + " has a NUL character, which cannot be passed to a command");
      }
    }
  }

  private final StartWhenPossible startWhenPossible;
  private final CommandProcess.Starter starter;
  private final CommandGuard guard = new CommandGuard();

  public RunCommand(Clock clock) {
    this(clock, ProcessStarter::start);
  }

  RunCommand(Clock clock, CommandProcess.Starter starter) {
    this.startWhenPossible = new StartWhenPossible(clock);
    this.starter = starter;
  }

  @Override
  public void run(JobRun run, Options options)
      throws InterruptedException, JobFailedException, HandedOverException {
    Path dir = directory(options);
    Map<String, String> environment = CommandEnvironment.of(run, options.env());
    Path program = program(options, environment, dir);
    run.log("log", described(options, program));
    CommandProcess.Start start =
        new CommandProcess.Start(program, options.command(), environment, dir, options.input());
    CommandProcess process =
        startWhenPossible.run(run, () -> CommandProcess.start(start, run, starter, guard));
    run.onInterrupt(process::terminate);
    end(process.await(options.timeout()), options, process);
  }

  private static Path program(Options options, Map<String, String> environment, Path dir)
      throws JobFailedException {
    return switch (ProgramLookup.find(options.command().getFirst(), environment, dir)) {
      case ProgramLookup.LookupResult.Found found -> found.program();
      case ProgramLookup.LookupResult.Failed failed ->
          throw new JobFailedException(failed.code(), failed.message());
    };
  }

  private static Path directory(Options options) throws JobFailedException {
    Path dir = options.dir() == null ? Path.of("") : options.dir();
    if (!Files.isDirectory(dir)) {
      throw new JobFailedException(
          CANNOT_START, "dir '" + dir + "' is not a directory on this executor");
    }
    return dir.toAbsolutePath();
  }

  /**
   * Arguments and values may be secret, so the text contains only their number and the names of the
   * variables.
   */
  private static String described(Options options, Path program) {
    StringBuilder text = new StringBuilder("runs ").append(program);
    int arguments = options.command().size() - 1;
    text.append(" with ").append(arguments).append(arguments == 1 ? " argument" : " arguments");
    if (!options.env().isEmpty()) {
      text.append(", environment ").append(String.join(", ", options.env().keySet()));
    }
    return text.length() > JobLog.MAX_LINE_LENGTH
        ? text.substring(0, JobLog.MAX_LINE_LENGTH)
        : text.toString();
  }

  private static void end(int code, Options options, CommandProcess process)
      throws JobFailedException {
    String name = options.command().getFirst();
    if (code == CommandProcess.STOPPED_BY_TIMEOUT) {
      throw new JobFailedException(
          TIMED_OUT, "'" + name + "' did not end within " + options.timeout() + " and was killed");
    }
    if (code != 0) {
      String last = process.lastError();
      throw new JobFailedException(
          code, "'" + name + "' ended with code " + code + (last.isEmpty() ? "" : ": " + last));
    }
  }

  /**
   * Kills the commands that still run, and ends the process that guards them. A command that is
   * started afterwards fails.
   */
  @Override
  public void close() {
    guard.close();
  }
}
