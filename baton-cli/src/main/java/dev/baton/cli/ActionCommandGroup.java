// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.List;
import picocli.CommandLine.Command;

/** The command group {@code baton action}. */
@Command(
    name = "action",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton action list                 the actions that can be posted",
      "  baton action show run_command     its parameters"
    })
final class ActionCommandGroup extends BatonCommand implements CommandTable.CommandGroup {

  ActionCommandGroup(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public List<CommandTable.CommandEntry> entries() {
    return List.of(
        new CommandTable.CommandEntry(
            "Commands", "list", "List actions", InstallationCommands.ActionList::new),
        new CommandTable.CommandEntry(
            "Commands",
            "show",
            "Show an action and its parameters",
            InstallationCommands.ActionShow::new),
        new CommandTable.CommandEntry(
            "Commands",
            "forget",
            "Forget an action, so that the server refuses jobs for it",
            ActionForgetCommand::new));
  }
}
