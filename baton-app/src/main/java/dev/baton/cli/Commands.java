// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The table of all commands. Reading the annotations of a command takes milliseconds that one feels
 * when there are fifty, so that only those whose name is among the arguments are read.
 */
final class Commands {

  /**
   * One command of a list.
   *
   * @param group heading in the help
   */
  record Entry(String group, String name, String description, Function<Context, Object> body) {}

  /** A command with more to it than its annotations say. */
  interface Customised {
    /** Adds to the specification, before the arguments are read. */
    void customise(CommandSpec spec);
  }

  /** A command that has subcommands. */
  interface Group {
    List<Entry> entries();
  }

  private static final String RUN = "Run Baton";
  private static final String WORK = "Work with jobs";
  private static final String LOOK = "See what is there";
  private static final String ADMIN = "Administer";

  static final List<Entry> ROOT =
      List.of(
          new Entry(RUN, "up", "Run everything in one process", UpCommand::new),
          new Entry(RUN, "server", "Run the API server alone", ServerCommand::new),
          new Entry(RUN, "executor", "Run an executor; list executors", ExecutorCommand::new),
          new Entry(RUN, "distributor", "Run a distributor", DistributorCommand::new),
          new Entry(RUN, "demo", "Watch jobs survive a killed executor", DemoCommand::new),
          new Entry(WORK, "post", "Post a job", PostCommand::new),
          new Entry(WORK, "job", "List, follow, cancel, retry, explain jobs", JobCommand::new),
          new Entry(LOOK, "show", "Show what runs, with the atoms of flows", ShowCommand::new),
          new Entry(LOOK, "flow", "Draw flows", FlowCommand::new),
          new Entry(LOOK, "action", "Show which actions there are", ActionCommand::new),
          new Entry(LOOK, "board", "Show what waits on the job board", BoardCommand::new),
          new Entry(
              LOOK, "distribution", "Show what is posted by the clock", DistributionCommand::new),
          new Entry(LOOK, "schedule", "Show when a cron expression runs", ScheduleCommand::new),
          new Entry(LOOK, "engine", "Show which engines there are, and how", EngineCommand::new),
          new Entry(LOOK, "plugin", "Show which plugins there are", PluginCommand::new),
          new Entry(ADMIN, "context", "Choose the server that commands use", ContextCommand::new),
          new Entry(ADMIN, "user", "Manage users", UserCommand::new),
          new Entry(ADMIN, "apikey", "Manage API keys", ApiKeyCommand::new),
          new Entry(ADMIN, "completion", "Print a completion script", CompletionCommand::new),
          new Entry(ADMIN, "version", "Show the version", VersionCommand::new));

  private Commands() {}

  /** The whole command line, as far as these arguments need it. */
  static CommandLine commandLine(Context context, List<String> arguments) {
    CommandSpec root = CommandSpec.forAnnotatedObject(new RootCommand(context));
    add(root, ROOT, context, arguments);
    return new CommandLine(root);
  }

  private static void add(
      CommandSpec parent, List<Entry> entries, Context context, List<String> arguments) {
    for (Entry entry : entries) {
      boolean needed = arguments.contains(entry.name()) || arguments.contains("completion");
      parent.addSubcommand(entry.name(), needed ? loaded(entry, context, arguments) : named(entry));
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

  /** Enough for the help of the parent, and for suggestions. */
  private static CommandSpec named(Entry entry) {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage().description(entry.description());
    return spec;
  }

  static CommandSpec loaded(Entry entry, Context context, List<String> arguments) {
    Object body = entry.body().apply(context);
    CommandSpec spec = CommandSpec.forAnnotatedObject(body);
    spec.usageMessage().description(entry.description() + ".");
    spec.usageMessage().abbreviateSynopsis(spec.options().size() > 8);
    if (body instanceof Customised customised) {
      customised.customise(spec);
    }
    if (body instanceof Group group) {
      add(spec, group.entries(), context, arguments);
    }
    return spec;
  }

  private static String commandList(CommandLine.Help help, List<Entry> entries) {
    StringBuilder text = new StringBuilder();
    List<String> groups = new ArrayList<>();
    int width = entries.stream().mapToInt(entry -> entry.name().length()).max().orElse(0);
    for (Entry entry : entries) {
      if (!groups.contains(entry.group())) {
        groups.add(entry.group());
        text.append(String.format("%n%s:%n", entry.group()));
      }
      String name = help.colorScheme().commandText(entry.name()).toString();
      String gap = " ".repeat(width - entry.name().length() + 2);
      text.append(String.format("  %s%s%s%n", name, gap, entry.description()));
    }
    return text.toString();
  }
}
