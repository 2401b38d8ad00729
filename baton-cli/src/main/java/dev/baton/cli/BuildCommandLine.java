// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Builds the command line from the table of commands. Reading the annotations of about fifty
 * commands takes a noticeable time, so only the commands whose names are among the arguments are
 * read.
 */
final class BuildCommandLine {

  private BuildCommandLine() {}

  /** Builds the command line, with only those commands loaded that the arguments need. */
  static CommandLine of(CommandContext commandContext, List<String> arguments) {
    CommandSpec root = spec(new RootCommand(commandContext));
    add(root, CommandTable.ROOT, commandContext, arguments);
    return new CommandLine(root);
  }

  private static void add(
      CommandSpec parent,
      List<CommandTable.CommandEntry> entries,
      CommandContext commandContext,
      List<String> arguments) {
    for (CommandTable.CommandEntry commandEntry : entries) {
      boolean needed =
          arguments.contains(commandEntry.name())
              || arguments.contains("completion")
              || arguments.contains("manual");
      parent.addSubcommand(
          commandEntry.name(),
          needed ? loaded(commandEntry, commandContext, arguments) : named(commandEntry));
    }
    if (!entries.isEmpty()) {
      parent.usageMessage().commandListHeading("");
      parent
          .usageMessage()
          .sectionMap()
          .put(
              CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
              help -> commandList(help, entries));
    }
  }

  /**
   * A specification that contains only the name and the description. That is enough for the help of
   * the parent command and for suggestions after a mistyped name.
   */
  private static CommandSpec named(CommandTable.CommandEntry commandEntry) {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage().description(commandEntry.description());
    return spec;
  }

  private static CommandSpec loaded(
      CommandTable.CommandEntry commandEntry,
      CommandContext commandContext,
      List<String> arguments) {
    BatonCommand body = commandEntry.body().apply(commandContext);
    CommandSpec spec = spec(body);
    spec.usageMessage().description(commandEntry.description() + ".");
    spec.usageMessage().abbreviateSynopsis(spec.options().size() > 8);
    body.customise(spec);
    add(spec, commandEntry.commands().get(), commandContext, arguments);
    return spec;
  }

  /** Reads the annotations of a command. The help of every command ends with examples. */
  static CommandSpec spec(BatonCommand command) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(command);
    if (spec.usageMessage().footerHeading().isEmpty()) {
      spec.usageMessage().footerHeading("%nExamples:%n");
    }
    return spec;
  }

  private static String commandList(
      CommandLine.Help help, List<CommandTable.CommandEntry> entries) {
    StringBuilder text = new StringBuilder();
    List<String> groups = new ArrayList<>();
    int width =
        entries.stream().mapToInt(commandEntry -> commandEntry.name().length()).max().orElse(0);
    for (CommandTable.CommandEntry commandEntry : entries) {
      if (!groups.contains(commandEntry.heading())) {
        groups.add(commandEntry.heading());
        text.append(String.format("%n%s:%n", commandEntry.heading()));
      }
      String name = help.colorScheme().commandText(commandEntry.name()).toString();
      String gap = " ".repeat(width - commandEntry.name().length() + 2);
      text.append(String.format("  %s%s%s%n", name, gap, commandEntry.description()));
    }
    return text.toString();
  }
}
