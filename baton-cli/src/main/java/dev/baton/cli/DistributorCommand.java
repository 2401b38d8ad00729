// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.ProcessKind;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.launch.ProcessOptions;
import dev.baton.launch.WorkerProcess;
import picocli.CommandLine.Command;

/** The command {@code baton distributor}: runs a distributor until it is stopped. */
@Command(
    footer = {
      "  baton distributor --store jdbc:postgresql://db/baton --store-user baton",
      "  BATON_API_KEY=… BATON_API_SECRET=… baton distributor --endpoint https://baton.example.org",
      "",
      "Several distributors may run: one is elected for each distribution, and another takes over",
      "when it stops.",
      "Exit codes: 0 stopped, 1 login refused, 2 wrong use or unexpected error, 6 unavailable."
    })
final class DistributorCommand extends ProcessCommand {

  DistributorCommand(CommandContext commandContext) {
    super(commandContext, ProcessKind.DISTRIBUTOR);
  }

  @Override
  int run(ProcessOptions options) {
    WorkerProcess.runDistributor(context, options);
    return ExitCode.OK;
  }
}
