// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code baton job}. */
@Command(
    name = "job",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton job list --state RUNNING              what runs now",
      "  baton job why d3a69151                      what a job waits for",
      "  baton job logs d3a69151 --follow            its log, as it comes"
    })
final class JobCommand extends BatonCommand implements Commands.Group {

  private static final String GROUP = "Commands";

  JobCommand(Context context) {
    super(context);
  }

  @Override
  public List<Commands.Entry> entries() {
    return List.of(
        new Commands.Entry(GROUP, "list", "List jobs", JobList::new),
        new Commands.Entry(GROUP, "get", "Show one job", JobCommands.Get::new),
        new Commands.Entry(GROUP, "why", "Explain what a job waits for", JobCommands.Why::new),
        new Commands.Entry(GROUP, "wait", "Wait until jobs are final", JobCommands.Wait::new),
        new Commands.Entry(GROUP, "logs", "Show what a job logged", JobCommands.Logs::new),
        new Commands.Entry(
            GROUP, "history", "Show what happened to a job", JobCommands.History::new),
        new Commands.Entry(
            GROUP, "flow", "Show the atoms of a job's flow and their steps", JobFlow::new),
        new Commands.Entry(GROUP, "cancel", "Cancel jobs", JobChanges.Cancel::new),
        new Commands.Entry(
            GROUP,
            "preview-cancel",
            "Show which reverts a cancel would run",
            FlowChanges.PreviewCancel::new),
        new Commands.Entry(
            GROUP,
            "rerun",
            "Run the flow of a final job again from an atom",
            FlowChanges.Rerun::new),
        new Commands.Entry(
            GROUP, "revert", "Undo what the flow of a final job did", FlowChanges.Revert::new),
        new Commands.Entry(
            GROUP, "retry", "Post final jobs again, as new jobs", JobChanges.Retry::new),
        new Commands.Entry(
            GROUP, "signal", "Send a signal to a job that waits for it", SignalCommand::new),
        new Commands.Entry(
            GROUP, "priority", "Change the priority of jobs", JobChanges.SetPriority::new),
        new Commands.Entry(GROUP, "delete", "Delete jobs", JobChanges.Delete::new));
  }
}
