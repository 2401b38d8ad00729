// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.EnvironmentVariables;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.PrintableText;
import dev.baton.error.BatonException;
import dev.baton.error.DidYouMean;
import dev.baton.error.InvalidInputException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command line. Prints the result or the error, and returns the exit code. */
final class RunCommandLine {

  private RunCommandLine() {}

  /** Runs the arguments. Never throws and never exits the JVM. */
  static int run(CommandContext commandContext, String... args) {
    try {
      EnvironmentVariables.check(commandContext.environment().keySet());
    } catch (InvalidInputException e) {
      commandContext.note(PrintableText.text(String.valueOf(e.getMessage())));
      return ExitCode.USAGE;
    }
    CommandLine line = BuildCommandLine.of(commandContext, List.of(args));
    return configure(line, commandContext).execute(args);
  }

  /** Configures a command line and all its subcommands in the same way. */
  static CommandLine configure(CommandLine line, CommandContext commandContext) {
    // Picocli would replace an argument "@file" by the content of the file. That is off, because
    // "--params @file" has another meaning in Baton.
    return line.setExpandAtFiles(false)
        .setOut(commandContext.out())
        .setErr(commandContext.err())
        .setUsageHelpWidth(Math.clamp(commandContext.terminal().width(), 60, 100))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                commandContext.hasColors() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler((e, arguments) -> misused(commandContext, e))
        .setExecutionExceptionHandler((e, command, result) -> failed(commandContext, command, e));
  }

  private static int misused(CommandContext commandContext, ParameterException e) {
    CommandLine command = e.getCommandLine();
    commandContext.note(PrintableText.text(oneLine(complaint(e))));
    if (e instanceof UnmatchedArgumentException unmatched) {
      suggestion(command.getCommandSpec(), unmatched.getUnmatched().getFirst())
          .ifPresent(name -> commandContext.err().println("Did you mean '" + name + "'?"));
    }
    commandContext.err().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  private static String complaint(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    if (e instanceof UnmatchedArgumentException unmatched
        && !command.subcommands().isEmpty()
        && !unmatched.getUnmatched().getFirst().startsWith("-")) {
      return "there is no command '"
          + command.qualifiedName()
          + " "
          + unmatched.getUnmatched().getFirst()
          + "'";
    }
    return e.getCause() instanceof TypeConversionException
            && e.getArgSpec() instanceof OptionSpec option
            && option.description().length > 0
        ? option.longestName()
            + " is '"
            + e.getValue()
            + "'; expected "
            + kind(option)
            + ": "
            + option.description()[0].replace("${DEFAULT-VALUE}", option.defaultValueString())
        : String.valueOf(e.getMessage());
  }

  private static String kind(OptionSpec option) {
    List<Class<?>> whole = List.of(int.class, Integer.class, long.class, Long.class);
    return whole.contains(option.type()) ? "a whole number" : "another value";
  }

  private static Optional<String> suggestion(CommandSpec command, String given) {
    String name = given.replaceFirst("=.*", "");
    return name.startsWith("-")
        ? DidYouMean.among(command.optionsMap().keySet(), name)
        : DidYouMean.among(command.subcommands().keySet(), name);
  }

  private static int failed(CommandContext commandContext, CommandLine command, Exception e) {
    commandContext.out().flush();
    String message =
        e instanceof BatonException || e.getMessage() == null
            ? String.valueOf(e.getMessage())
            : e.getClass().getSimpleName() + ": " + e.getMessage();
    commandContext.note(PrintableText.text(message));
    if (SharedOptions.isSet(command.getCommandSpec(), "--stacktrace")) {
      e.printStackTrace(commandContext.err());
    } else if (!(e instanceof BatonException)) {
      commandContext.err().println("This error is unexpected; --stacktrace shows its stack trace.");
    }
    return e instanceof BatonException problem ? ExitCode.of(problem) : ExitCode.USAGE;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }
}
