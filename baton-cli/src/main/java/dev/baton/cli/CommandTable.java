// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The table of all commands. Reading the annotations of about fifty commands takes a noticeable
 * time, so only the commands whose names are among the arguments are read.
 */
final class CommandTable {

  /**
   * One command of the table.
   *
   * @param group the heading in the help
   */
  record CommandEntry(
      String group, String name, String description, Function<CommandContext, Object> body) {}

  /** A command that completes its specification by code, in addition to its annotations. */
  interface CustomisedCommand {
    /** Extends the specification. Is called before the arguments are parsed. */
    void customise(CommandSpec spec);
  }

  /** A command that has subcommands. */
  interface CommandGroup {
    List<CommandEntry> entries();
  }

  private static final String RUN = "Run Baton";
  private static final String WORK = "Work with jobs";
  private static final String LOOK = "Inspect an installation";
  private static final String ADMIN = "Administer";

  static final List<CommandEntry> ROOT =
      List.of(
          new CommandEntry(RUN, "up", "Run everything in one process", UpCommand::new),
          new CommandEntry(RUN, "server", "Run the API server alone", ServerCommand::new),
          new CommandEntry(
              RUN, "executor", "Run an executor; list executors", ExecutorCommand::new),
          new CommandEntry(RUN, "distributor", "Run a distributor", DistributorCommand::new),
          new CommandEntry(RUN, "demo", "Watch jobs survive a killed executor", DemoCommand::new),
          new CommandEntry(WORK, "post", "Post a job", PostCommand::new),
          new CommandEntry(
              WORK, "job", "List, follow, cancel, retry, explain jobs", JobCommandGroup::new),
          new CommandEntry(
              LOOK, "show", "Show jobs, with the atoms of their flows", ShowCommand::new),
          new CommandEntry(LOOK, "flow", "Draw flows", FlowCommandGroup::new),
          new CommandEntry(LOOK, "action", "Show actions", ActionCommandGroup::new),
          new CommandEntry(LOOK, "board", "Show the jobs on the job board", BoardCommandGroup::new),
          new CommandEntry(
              LOOK,
              "distribution",
              "Show schedules and their leaders",
              DistributionCommandGroup::new),
          new CommandEntry(
              LOOK, "schedule", "Show the times of a cron expression", ScheduleCommandGroup::new),
          new CommandEntry(LOOK, "engine", "List and check engines", EngineCommandGroup::new),
          new CommandEntry(LOOK, "plugin", "Show plugins", PluginCommandGroup::new),
          new CommandEntry(
              ADMIN, "context", "Choose the server that commands use", ContextCommandGroup::new),
          new CommandEntry(ADMIN, "user", "Manage users", UserCommandGroup::new),
          new CommandEntry(ADMIN, "apikey", "Manage API keys", ApiKeyCommandGroup::new),
          new CommandEntry(
              ADMIN, "completion", "Print a completion script", CompletionCommand::new),
          new CommandEntry(ADMIN, "version", "Show the version", VersionCommand::new));

  private CommandTable() {}

  /** Builds the command line, with only those commands loaded that the arguments need. */
  static CommandLine commandLine(CommandContext commandContext, List<String> arguments) {
    CommandSpec root = CommandSpec.forAnnotatedObject(new RootCommand(commandContext));
    add(root, ROOT, commandContext, arguments);
    return new CommandLine(root);
  }

  private static void add(
      CommandSpec parent,
      List<CommandEntry> entries,
      CommandContext commandContext,
      List<String> arguments) {
    for (CommandEntry commandEntry : entries) {
      boolean needed = arguments.contains(commandEntry.name()) || arguments.contains("completion");
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
   * A specification with a description only, which suffices for the help of the parent and for
   * suggestions.
   */
  private static CommandSpec named(CommandEntry commandEntry) {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage().description(commandEntry.description());
    return spec;
  }

  static CommandSpec loaded(
      CommandEntry commandEntry, CommandContext commandContext, List<String> arguments) {
    Object body = commandEntry.body().apply(commandContext);
    CommandSpec spec = CommandSpec.forAnnotatedObject(body);
    spec.usageMessage().description(commandEntry.description() + ".");
    spec.usageMessage().abbreviateSynopsis(spec.options().size() > 8);
    if (body instanceof CustomisedCommand customisedCommand) {
      customisedCommand.customise(spec);
    }
    if (body instanceof CommandGroup commandGroup) {
      add(spec, commandGroup.entries(), commandContext, arguments);
    }
    return spec;
  }

  private static String commandList(CommandLine.Help help, List<CommandEntry> entries) {
    StringBuilder text = new StringBuilder();
    List<String> groups = new ArrayList<>();
    int width =
        entries.stream().mapToInt(commandEntry -> commandEntry.name().length()).max().orElse(0);
    for (CommandEntry commandEntry : entries) {
      if (!groups.contains(commandEntry.group())) {
        groups.add(commandEntry.group());
        text.append(String.format("%n%s:%n", commandEntry.group()));
      }
      String name = help.colorScheme().commandText(commandEntry.name()).toString();
      String gap = " ".repeat(width - commandEntry.name().length() + 2);
      text.append(String.format("  %s%s%s%n", name, gap, commandEntry.description()));
    }
    return text.toString();
  }
}
