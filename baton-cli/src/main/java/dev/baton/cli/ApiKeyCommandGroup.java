// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.List;
import picocli.CommandLine.Command;

/** The command group {@code baton apikey}. */
@Command(
    name = "apikey",
    footerHeading = "%nExamples:%n",
    footer = {"  baton apikey create --name ci --ttl 90d", "  baton apikey list"})
final class ApiKeyCommandGroup extends BatonCommand implements CommandTable.CommandGroup {

  ApiKeyCommandGroup(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public List<CommandTable.CommandEntry> entries() {
    return List.of(
        new CommandTable.CommandEntry(
            "Commands",
            "create",
            "Create an API key and show its secret once",
            ApiKeyCommands.Create::new),
        new CommandTable.CommandEntry(
            "Commands", "list", "List API keys", ApiKeyCommands.ListAll::new),
        new CommandTable.CommandEntry(
            "Commands", "delete", "Delete an API key", ApiKeyCommands.Delete::new));
  }
}
