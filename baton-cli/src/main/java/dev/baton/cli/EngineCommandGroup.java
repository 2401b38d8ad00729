// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.List;
import picocli.CommandLine.Command;

/** The command group {@code baton engine}. */
@Command(
    name = "engine",
    footerHeading = "%nExamples:%n",
    footer = {"  baton engine list", "  baton engine check docker"})
final class EngineCommandGroup extends BatonCommand implements CommandTable.CommandGroup {

  EngineCommandGroup(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public List<CommandTable.CommandEntry> entries() {
    return List.of(
        new CommandTable.CommandEntry(
            "Commands", "list", "List the engines of this machine", EngineListCommand::new),
        new CommandTable.CommandEntry(
            "Commands", "check", "Check that an engine works", EngineCheckCommand::new));
  }
}
