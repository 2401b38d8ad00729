// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.List;
import picocli.CommandLine.Command;

/** The command group {@code baton schedule}. */
@Command(
    name = "schedule",
    footerHeading = "%nExamples:%n",
    footer = {"  baton schedule next --cron '30 2 * * *' --zone Europe/Zurich --count 5"})
final class ScheduleCommandGroup extends BatonCommand implements CommandTable.CommandGroup {

  ScheduleCommandGroup(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public List<CommandTable.CommandEntry> entries() {
    return List.of(
        new CommandTable.CommandEntry(
            "Commands",
            "next",
            "Print the next times of a cron expression",
            ScheduleNextCommand::new));
  }
}
