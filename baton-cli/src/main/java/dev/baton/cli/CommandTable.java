// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** The table of all commands. */
final class CommandTable {

  /**
   * One command of the table.
   *
   * @param heading the heading of its line in the help of the parent
   * @param commands its subcommands; they are read only if the command is among the arguments
   */
  record CommandEntry(
      String heading,
      String name,
      String description,
      Function<CommandContext, BatonCommand> body,
      Supplier<List<CommandEntry>> commands) {

    /** A command without subcommands. */
    CommandEntry(
        String heading,
        String name,
        String description,
        Function<CommandContext, BatonCommand> body) {
      this(heading, name, description, body, List::of);
    }
  }

  /** A command that has only subcommands. */
  private static final class CommandGroup extends BatonCommand {

    private final String[] examples;

    CommandGroup(CommandContext commandContext, String... examples) {
      super(commandContext);
      this.examples = examples;
    }

    @Override
    void customise(CommandSpec spec) {
      spec.usageMessage().footer(examples);
    }
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
              RUN,
              "executor",
              "Run an executor; list executors",
              ExecutorCommand::new,
              CommandTable::executorCommands),
          new CommandEntry(RUN, "distributor", "Run a distributor", DistributorCommand::new),
          new CommandEntry(RUN, "doctor", "Check what a process needs here", DoctorCommand::new),
          new CommandEntry(RUN, "demo", "Watch jobs survive a killed executor", DemoCommand::new),
          new CommandEntry(WORK, "post", "Post a job", PostCommand::new),
          group(
              WORK,
              "job",
              "List, follow, cancel, retry, explain jobs",
              CommandTable::jobCommands,
              "  baton job list --state RUNNING              what runs now",
              "  baton job why d3a69151                      what a job waits for",
              "  baton job logs d3a69151 --follow            its log, as it comes"),
          new CommandEntry(
              LOOK, "show", "Show jobs, with the atoms of their flows", ShowCommand::new),
          group(
              LOOK,
              "flow",
              "Draw flows",
              () ->
                  List.of(
                      command(
                          "graph",
                          "Draw the flow of an action or of a job",
                          FlowGraphCommand::new)),
              "  baton flow graph create_server -o flow.svg",
              "  baton flow graph d3a69151 --format mermaid"),
          group(
              LOOK,
              "action",
              "Show actions",
              () ->
                  List.of(
                      command("list", "List actions", InstallationCommands.ActionList::new),
                      command(
                          "show",
                          "Show an action and its parameters",
                          InstallationCommands.ActionShow::new),
                      command(
                          "forget",
                          "Forget an action, so that the server refuses jobs for it",
                          ActionForgetCommand::new)),
              "  baton action list                 the actions that can be posted",
              "  baton action show run_command     its parameters"),
          group(
              LOOK,
              "board",
              "Show the jobs on the job board",
              () ->
                  List.of(
                      command(
                          "list",
                          "List the jobs on the board, the most urgent first",
                          InstallationCommands.BoardList::new),
                      command(
                          "restore",
                          "Repair the board from the job store",
                          InstallationCommands.BoardRestore::new)),
              "  baton board list        the waiting and the claimed jobs",
              "  baton board restore     repair the board from the job store"),
          group(
              LOOK,
              "distribution",
              "Show schedules and their leaders",
              () ->
                  List.of(
                      command(
                          "list",
                          "List distributions, their times and leaders",
                          InstallationCommands.DistributionList::new)),
              "  baton distribution list     schedules, times and leaders"),
          group(
              LOOK,
              "schedule",
              "Show the times of a cron expression",
              () ->
                  List.of(
                      command(
                          "next",
                          "Print the next times of a cron expression",
                          ScheduleNextCommand::new)),
              "  baton schedule next --cron '30 2 * * *' --zone Europe/Zurich --count 5"),
          group(
              LOOK,
              "engine",
              "List and check engines",
              () ->
                  List.of(
                      command("list", "List the engines of this machine", EngineListCommand::new),
                      command("check", "Check that an engine works", EngineCheckCommand::new)),
              "  baton engine list",
              "  baton engine check docker"),
          group(
              LOOK,
              "plugin",
              "Show plugins",
              () ->
                  List.of(
                      command(
                          "list", "List plugins and what they provide", PluginListCommand::new)),
              "  baton plugin list",
              "  baton plugin list --plugins ./plugins"),
          group(
              ADMIN,
              "context",
              "Choose the server that commands use",
              () ->
                  List.of(
                      command("list", "List contexts and local servers", ContextListCommand::new),
                      command(
                          "use",
                          "Choose the context that commands use",
                          ContextChangeCommands.Use::new),
                      command("add", "Add a context", ContextChangeCommands.Add::new),
                      command("remove", "Remove contexts", ContextChangeCommands.Remove::new)),
              "  baton context add prod --endpoint https://baton.example.org --api-key"
                  + " credential/…",
              "  baton context use prod                    later commands use this server",
              "  baton job list --context staging          only this command uses another server"),
          group(
              ADMIN,
              "user",
              "Manage users",
              () ->
                  List.of(
                      command("add", "Add a user", UserCommands.Add::new),
                      command("list", "List users", UserCommands.ListAll::new),
                      command("passwd", "Change a password", UserCommands.Passwd::new),
                      command("delete", "Delete a user", UserCommands.Delete::new)),
              "  baton user add anna",
              "  baton user list"),
          group(
              ADMIN,
              "apikey",
              "Manage API keys",
              () ->
                  List.of(
                      command(
                          "create",
                          "Create an API key and show its secret once",
                          ApiKeyCommands.Create::new),
                      command("list", "List API keys", ApiKeyCommands.ListAll::new),
                      command("delete", "Delete an API key", ApiKeyCommands.Delete::new)),
              "  baton apikey create --name ci --ttl 90d",
              "  baton apikey list"),
          group(
              ADMIN,
              "db",
              "Show and migrate the tables of the store",
              () ->
                  List.of(
                      command("status", "Show the version of the tables", DbCommands.Status::new),
                      command(
                          "migrate",
                          "Migrate the tables to this release",
                          DbCommands.Migrate::new)),
              "  baton db status                the version, and what is to do",
              "  baton db migrate --dry-run     the SQL of the migrations"),
          new CommandEntry(
              ADMIN, "backup", "Back up the embedded store to a file", BackupCommand::new),
          new CommandEntry(
              ADMIN, "restore", "Restore a backup to an empty data folder", RestoreCommand::new),
          new CommandEntry(
              ADMIN, "completion", "Print a completion script", CompletionCommand::new),
          new CommandEntry(ADMIN, "manual", "Print manual pages", ManualCommand::new),
          new CommandEntry(ADMIN, "version", "Show the version", VersionCommand::new));

  private static List<CommandEntry> executorCommands() {
    return List.of(
        command("list", "List the executors that are alive", ExecutorShowCommands.ListAll::new),
        command(
            "threads", "Show the threads of an executor", ExecutorShowCommands.ListThreads::new),
        command("drain", "Let an executor claim no more jobs", ExecutorChangeCommands.Drain::new),
        command(
            "undrain",
            "Let a drained executor claim jobs again",
            ExecutorChangeCommands.Undrain::new),
        command(
            "log-level",
            "Show or change the log levels of a process",
            ExecutorChangeCommands.LogLevel::new),
        command("release", "Release the claims of a dead executor", ExecutorReleaseCommand::new));
  }

  private static List<CommandEntry> jobCommands() {
    return List.of(
        command("list", "List jobs", JobListCommand::new),
        command("get", "Show one job", JobReadCommands.Get::new),
        command("why", "Explain what a job waits for", JobReadCommands.Why::new),
        command("wait", "Wait until jobs are final", JobReadCommands.Wait::new),
        command("logs", "Show what a job logged", JobReadCommands.Logs::new),
        command("history", "Show what happened to a job", JobReadCommands.History::new),
        command("flow", "Show the atoms of a job's flow and their steps", JobFlowCommand::new),
        command("cancel", "Cancel jobs", JobChangeCommands.Cancel::new),
        command(
            "preview-cancel",
            "Show which reverts a cancel would run",
            FlowChangeCommands.PreviewCancel::new),
        command(
            "rerun",
            "Run the flow of a final job again from an atom",
            FlowChangeCommands.Rerun::new),
        command("revert", "Undo what the flow of a final job did", FlowChangeCommands.Revert::new),
        command("retry", "Post final jobs again, as new jobs", JobChangeCommands.Retry::new),
        command("signal", "Send a signal to a job that waits for it", SignalCommand::new),
        command("priority", "Change the priority of jobs", JobChangeCommands.SetPriority::new),
        command("delete", "Delete jobs", JobChangeCommands.Delete::new));
  }

  private CommandTable() {}

  private static CommandEntry group(
      String heading,
      String name,
      String description,
      Supplier<List<CommandEntry>> commands,
      String... examples) {
    return new CommandEntry(
        heading, name, description, context -> new CommandGroup(context, examples), commands);
  }

  private static CommandEntry command(
      String name, String description, Function<CommandContext, BatonCommand> body) {
    return new CommandEntry("Commands", name, description, body);
  }
}
