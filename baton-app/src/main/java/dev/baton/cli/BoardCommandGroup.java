// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** The command group {@code baton board}. */
@Command(
    name = "board",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton board list        what waits, the most urgent first",
      "  baton board restore     make board and store agree now"
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
            "List what waits or is claimed, in order",
            InstallationCommands.BoardList::new),
        new CommandTable.CommandEntry(
            "Commands",
            "restore",
            "Make board and job store agree",
            InstallationCommands.BoardRestore::new));
  }
}
