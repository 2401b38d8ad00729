// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.List;
import picocli.CommandLine.Command;

/** The command group {@code baton context}. */
@Command(
    name = "context",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton context add prod --endpoint https://baton.example.org --api-key credential/…",
      "  baton context use prod                    later commands use this server",
      "  baton job list --context staging          only this command uses another server"
    })
final class ContextCommandGroup extends BatonCommand implements CommandTable.CommandGroup {

  private static final String GROUP = "Commands";

  ContextCommandGroup(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public List<CommandTable.CommandEntry> entries() {
    return List.of(
        new CommandTable.CommandEntry(
            GROUP, "list", "List contexts and local servers", ContextListCommand::new),
        new CommandTable.CommandEntry(
            GROUP, "use", "Choose the context that commands use", ContextChangeCommands.Use::new),
        new CommandTable.CommandEntry(
            GROUP, "add", "Add a context", ContextChangeCommands.Add::new),
        new CommandTable.CommandEntry(
            GROUP, "remove", "Remove contexts", ContextChangeCommands.Remove::new));
  }
}
