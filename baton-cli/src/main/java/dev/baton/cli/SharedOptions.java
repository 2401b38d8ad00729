// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * Options that many commands share. An option of a parent command also applies to its subcommands.
 */
final class SharedOptions {

  private SharedOptions() {}

  /** The options of every command. */
  static final class CommonOptions {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help and exit")
    boolean help;

    @Option(names = "--stacktrace", description = "On an error, show the stack trace")
    boolean stacktrace;

    @Option(names = "--no-color", description = "Plain text, as with NO_COLOR set")
    boolean noColor;

    @Option(names = "--utc", description = "Show times in UTC rather than in the local zone")
    boolean utc;
  }

  /** The options of all commands that send requests to a server. */
  static final class ClientOptions {
    @Option(
        names = "--output",
        paramLabel = "table|json",
        description = "How to print: table (default) or json, as the API answers")
    @Nullable String output;

    @Option(
        names = "--endpoint",
        paramLabel = "URL",
        description = "Server to talk to (default: see docs/configuration.md)")
    @Nullable String endpoint;

    @Option(
        names = "--tls-ca",
        paramLabel = "FILE",
        description = "PEM file with the authority of the server's certificate")
    @Nullable String authority;

    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Talk to the local server with this data folder")
    @Nullable String data;

    @Option(
        names = "--context",
        paramLabel = "NAME",
        description = "Talk to the server of this context (baton context list)")
    @Nullable String context;

    @Option(names = "--full-id", description = "Show whole ids of jobs in tables")
    boolean fullId;
  }

  /**
   * The value of an option that the user wrote after this command or after one of its parent
   * commands; null if there is none.
   */
  static @Nullable String text(CommandSpec command, String name) {
    return options(command, name)
        .map(OptionSpec::getValue)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst()
        .orElse(null);
  }

  /**
   * The values of the option that the user wrote after this command, not after one of its parents,
   * joined by commas; null if the user wrote none.
   */
  static @Nullable String joined(CommandSpec command, String name) {
    OptionSpec option = command.findOption(name);
    Object value = option == null ? null : option.getValue();
    return switch (value) {
      case String text -> text;
      case String[] texts -> String.join(",", texts);
      case Boolean given -> given ? "true" : null;
      case null, default -> null;
    };
  }

  /** Whether the user wrote the switch after this command or after one of its parent commands. */
  static boolean isSet(CommandSpec command, String name) {
    return options(command, name).anyMatch(option -> Boolean.TRUE.equals(option.getValue()));
  }

  /** The options with this name that this command and its parent commands have. */
  private static Stream<OptionSpec> options(CommandSpec command, String name) {
    return Stream.iterate(command, Objects::nonNull, CommandSpec::parent)
        .flatMap(spec -> Stream.ofNullable(spec.findOption(name)));
  }
}
