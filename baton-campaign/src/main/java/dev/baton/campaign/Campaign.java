// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The command line of the campaign. */
@Command(
    name = "campaign",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    description =
        "Attacks real processes of Baton with faults, or a server with requests, and checks what"
            + " happened. Without a command: run, whose options './campaign run --help' lists.",
    subcommands = {RunCampaignCommand.class, FuzzCommand.class, FaultsCommand.class})
final class Campaign {

  private Campaign() {}

  public static void main(String[] arguments) {
    System.exit(line().execute(withCommand(arguments)));
  }

  /** Adds the command {@code run} to arguments without a command. */
  static String[] withCommand(String... arguments) {
    boolean hasCommand =
        arguments.length > 0
            && (!arguments[0].startsWith("-") || arguments[0].matches("-h|--help|-V|--version"));
    return hasCommand
        ? arguments
        : Stream.concat(Stream.of("run"), Arrays.stream(arguments)).toArray(String[]::new);
  }

  static CommandLine line() {
    CommandLine line = new CommandLine(new Campaign());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, arguments) -> misused(e));
    return line;
  }

  /** Prints only the message, because users would overlook it above the usage text. */
  private static int misused(ParameterException e) {
    CommandLine command = e.getCommandLine();
    command.getErr().println(message(e));
    command.getErr().println("See './" + command.getCommandSpec().qualifiedName() + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  private static String message(ParameterException e) {
    return e.getCause() instanceof TypeConversionException
            && e.getArgSpec() instanceof OptionSpec option
            && option.description().length > 0
        ? option.longestName() + " is '" + e.getValue() + "'; " + description(option)
        : String.valueOf(e.getMessage());
  }

  private static String description(OptionSpec option) {
    String names =
        option.type().isEnum()
            ? Arrays.stream(option.type().getEnumConstants())
                .map(String::valueOf)
                .collect(Collectors.joining(", "))
            : "";
    return names.isEmpty() ? "expected: " + option.description()[0] : "allowed: " + names;
  }
}
