// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.List;
import picocli.CommandLine.Command;

/** The command group {@code baton user}. */
@Command(
    name = "user",
    footerHeading = "%nExamples:%n",
    footer = {"  baton user add anna", "  baton user list"})
final class UserCommandGroup extends BatonCommand implements CommandTable.CommandGroup {

  UserCommandGroup(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public List<CommandTable.CommandEntry> entries() {
    return List.of(
        new CommandTable.CommandEntry("Commands", "add", "Add a user", UserCommands.Add::new),
        new CommandTable.CommandEntry("Commands", "list", "List users", UserCommands.ListAll::new),
        new CommandTable.CommandEntry(
            "Commands", "passwd", "Change a password", UserCommands.Passwd::new),
        new CommandTable.CommandEntry(
            "Commands", "delete", "Delete a user", UserCommands.Delete::new));
  }
}
