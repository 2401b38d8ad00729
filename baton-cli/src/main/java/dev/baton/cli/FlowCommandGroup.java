// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.util.List;
import picocli.CommandLine.Command;

/** The command group {@code baton flow}. */
@Command(
    name = "flow",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton flow graph create_server -o flow.svg",
      "  baton flow graph d3a69151 --format mermaid"
    })
final class FlowCommandGroup extends BatonCommand implements CommandTable.CommandGroup {

  FlowCommandGroup(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public List<CommandTable.CommandEntry> entries() {
    return List.of(
        new CommandTable.CommandEntry(
            "Commands", "graph", "Draw the flow of an action or of a job", FlowGraphCommand::new));
  }
}
