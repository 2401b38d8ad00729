// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.ProcessKind;
import dev.baton.console.CommandContext;
import dev.baton.launch.ProcessOptions;
import dev.baton.launch.WorkerProcess;
import picocli.CommandLine.Command;

/**
 * The command {@code baton executor}: runs an executor, and contains the commands about running
 * executors.
 */
@Command(
    footer = {
      "  baton executor --store jdbc:postgresql://db/baton --store-user baton",
      "  BATON_API_KEY=… BATON_API_SECRET=… baton executor --endpoint https://baton.example.org",
      "  baton executor list                       the live executors",
      "  baton executor threads NAME               what a running executor does right now",
      "  baton executor --endpoint https://nuvla.example.org --zk-hosts zk1:2181,zk2:2181",
      "                                            beside Nuvla's own executors (docs/nuvla.md)",
      "",
      "With --endpoint an executor needs only the server; 'baton apikey create --executor' makes",
      "an API key for it. Without --store and --endpoint it joins the server that this user runs",
      "on this machine. SIGTERM lets running jobs end within the grace period; a second SIGTERM",
      "does not wait.",
      "Exit codes: 0 stopped, 1 login refused, 2 wrong use or unexpected error, 6 unavailable;",
      "with --job-id: 0 SUCCESS, 1 FAILED, 7 CANCELED, 8 not final, 3 no such job."
    })
final class ExecutorCommand extends ProcessCommand {

  ExecutorCommand(CommandContext commandContext) {
    super(commandContext, ProcessKind.EXECUTOR);
  }

  @Override
  int run(ProcessOptions options) {
    return WorkerProcess.runExecutor(context, options);
  }
}
