// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.List;
import picocli.CommandLine.Command;

/** The command group {@code baton board}. */
@Command(
    name = "board",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton board list        the waiting and the claimed jobs",
      "  baton board restore     repair the board from the job store"
    })
final class BoardCommandGroup extends BatonCommand implements CommandTable.CommandGroup {

  BoardCommandGroup(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public List<CommandTable.CommandEntry> entries() {
    return List.of(
        new CommandTable.CommandEntry(
            "Commands",
            "list",
            "List the jobs on the board, the most urgent first",
            InstallationCommands.BoardList::new),
        new CommandTable.CommandEntry(
            "Commands",
            "restore",
            "Repair the board from the job store",
            InstallationCommands.BoardRestore::new));
  }
}
