// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.ProcessKind;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.launch.ProcessOptions;
import dev.baton.launch.ServerProcess;
import picocli.CommandLine.Command;

/** The command {@code baton up}: runs server, executor and distributor in one process. */
@Command(
    footer = {
      "  baton up                                  everything, on an embedded database",
      "  baton up --data ./baton-data --port 0     in a folder of its own, at any free port",
      "  BATON_STORE_PASSWORD=… baton up --store jdbc:postgresql://db/baton --store-user baton",
      "",
      "The first start creates the administrator 'super'; set BATON_ADMIN_PASSWORD to choose the",
      "password. SIGTERM lets running jobs end within the grace period; a second SIGTERM does not",
      "wait."
    })
final class UpCommand extends ProcessCommand {

  UpCommand(CommandContext commandContext) {
    super(commandContext, ProcessKind.UP);
  }

  @Override
  int run(ProcessOptions options) {
    ServerProcess.run(context, options, true);
    return ExitCode.OK;
  }
}
