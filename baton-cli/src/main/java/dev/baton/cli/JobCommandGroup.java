// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.List;
import picocli.CommandLine.Command;

/** The command group {@code baton job}. */
@Command(
    name = "job",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton job list --state RUNNING              what runs now",
      "  baton job why d3a69151                      what a job waits for",
      "  baton job logs d3a69151 --follow            its log, as it comes"
    })
final class JobCommandGroup extends BatonCommand implements CommandTable.CommandGroup {

  private static final String GROUP = "Commands";

  JobCommandGroup(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public List<CommandTable.CommandEntry> entries() {
    return List.of(
        new CommandTable.CommandEntry(GROUP, "list", "List jobs", JobListCommand::new),
        new CommandTable.CommandEntry(GROUP, "get", "Show one job", JobReadCommands.Get::new),
        new CommandTable.CommandEntry(
            GROUP, "why", "Explain what a job waits for", JobReadCommands.Why::new),
        new CommandTable.CommandEntry(
            GROUP, "wait", "Wait until jobs are final", JobReadCommands.Wait::new),
        new CommandTable.CommandEntry(
            GROUP, "logs", "Show what a job logged", JobReadCommands.Logs::new),
        new CommandTable.CommandEntry(
            GROUP, "history", "Show what happened to a job", JobReadCommands.History::new),
        new CommandTable.CommandEntry(
            GROUP, "flow", "Show the atoms of a job's flow and their steps", JobFlowCommand::new),
        new CommandTable.CommandEntry(
            GROUP, "cancel", "Cancel jobs", JobChangeCommands.Cancel::new),
        new CommandTable.CommandEntry(
            GROUP,
            "preview-cancel",
            "Show which reverts a cancel would run",
            FlowChangeCommands.PreviewCancel::new),
        new CommandTable.CommandEntry(
            GROUP,
            "rerun",
            "Run the flow of a final job again from an atom",
            FlowChangeCommands.Rerun::new),
        new CommandTable.CommandEntry(
            GROUP,
            "revert",
            "Undo what the flow of a final job did",
            FlowChangeCommands.Revert::new),
        new CommandTable.CommandEntry(
            GROUP, "retry", "Post final jobs again, as new jobs", JobChangeCommands.Retry::new),
        new CommandTable.CommandEntry(
            GROUP, "signal", "Send a signal to a job that waits for it", SignalCommand::new),
        new CommandTable.CommandEntry(
            GROUP, "priority", "Change the priority of jobs", JobChangeCommands.SetPriority::new),
        new CommandTable.CommandEntry(
            GROUP, "delete", "Delete jobs", JobChangeCommands.Delete::new));
  }
}
