// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.DidYouMean;
import dev.baton.config.Variables;
import dev.baton.error.BatonException;
import dev.baton.error.InvalidInputException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command line and turns whatever happens into output and an exit code. */
final class Cli {

  private Cli() {}

  /** Runs the arguments; never throws, never exits. */
  static int run(Context context, String... args) {
    try {
      Variables.check(context.environment().keySet());
    } catch (InvalidInputException e) {
      context.err().println("baton: " + Printable.text(String.valueOf(e.getMessage())));
      return ExitCode.USAGE;
    }
    CommandLine line = Commands.commandLine(context, List.of(args));
    return configured(line, context).execute(args);
  }

  /** The same behaviour for a command line and all its subcommands. */
  static CommandLine configured(CommandLine line, Context context) {
    boolean colors =
        context.terminal().isInteractive() && !context.environment().containsKey("NO_COLOR");
    // "@file" is a value here, as in --params @file, and never more arguments.
    return line.setExpandAtFiles(false)
        .setOut(context.out())
        .setErr(context.err())
        .setUsageHelpWidth(Math.clamp(context.terminal().width(), 60, 100))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                colors ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler((e, arguments) -> misused(context, e))
        .setExecutionExceptionHandler((e, command, result) -> failed(context, command, e));
  }

  private static int misused(Context context, ParameterException e) {
    CommandLine command = e.getCommandLine();
    context.err().println("baton: " + Printable.text(oneLine(complaint(e))));
    if (e instanceof UnmatchedArgumentException unmatched) {
      suggestion(command.getCommandSpec(), unmatched.getUnmatched().getFirst())
          .ifPresent(name -> context.err().println("Did you mean '" + name + "'?"));
    }
    context.err().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
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

  private static int failed(Context context, CommandLine command, Exception e) {
    context.out().flush();
    String message =
        e instanceof BatonException || e.getMessage() == null
            ? String.valueOf(e.getMessage())
            : e.getClass().getSimpleName() + ": " + e.getMessage();
    context.err().println("baton: " + Printable.text(message));
    if (Options.isSet(command.getCommandSpec(), "--stacktrace")) {
      e.printStackTrace(context.err());
    } else if (!(e instanceof BatonException)) {
      context.err().println("This is unexpected; --stacktrace shows where it came from.");
    }
    return e instanceof BatonException problem ? ExitCode.of(problem) : ExitCode.USAGE;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }
}
