// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.List;
import picocli.CommandLine.Command;

/** The command group {@code baton distribution}. */
@Command(
    name = "distribution",
    footerHeading = "%nExamples:%n",
    footer = {"  baton distribution list     schedules, times and leaders"})
final class DistributionCommandGroup extends BatonCommand implements CommandTable.CommandGroup {

  DistributionCommandGroup(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public List<CommandTable.CommandEntry> entries() {
    return List.of(
        new CommandTable.CommandEntry(
            "Commands",
            "list",
            "List distributions, their times and leaders",
            InstallationCommands.DistributionList::new));
  }
}
