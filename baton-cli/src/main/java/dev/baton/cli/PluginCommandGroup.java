// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.List;
import picocli.CommandLine.Command;

/** The command group {@code baton plugin}. */
@Command(
    name = "plugin",
    footerHeading = "%nExamples:%n",
    footer = {"  baton plugin list", "  baton plugin list --plugins ./plugins"})
final class PluginCommandGroup extends BatonCommand implements CommandTable.CommandGroup {

  PluginCommandGroup(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public List<CommandTable.CommandEntry> entries() {
    return List.of(
        new CommandTable.CommandEntry(
            "Commands", "list", "List plugins and what they provide", PluginListCommand::new));
  }
}
