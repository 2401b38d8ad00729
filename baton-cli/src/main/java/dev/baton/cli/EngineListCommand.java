// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.engine.Engines;
import dev.baton.launch.EngineChoice;
import picocli.CommandLine.Command;

/** The command {@code baton engine list}: lists the engines of this machine. */
@Command(
    footer = {
      "  baton engine list",
      "  baton engine list --plugins ./plugins     also those of plugins"
    })
final class EngineListCommand extends EngineInspectCommand {

  EngineListCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  int inspect(Engines engines, EngineChoice choice) {
    String usual = choice.settings().engine();
    engines.requireKnown(usual);
    for (String name : engines.names()) {
      print(name.equals(usual) ? name + " (default)" : name);
    }
    return ExitCode.OK;
  }
}
