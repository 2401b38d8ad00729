// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.ProcessKind;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.launch.ProcessOptions;
import dev.baton.launch.ServerProcess;
import picocli.CommandLine.Command;

/** The command {@code baton server}: runs the API server alone. */
@Command(
    footer = {
      "  BATON_STORE_PASSWORD=… baton server --store jdbc:postgresql://db/baton --store-user baton",
      "  baton server --host 0.0.0.0 --tls-certificate cert.pem --tls-key key.pem   for other"
          + " machines",
      "",
      "A server runs no jobs: start 'baton executor', and one or more 'baton distributor'."
    })
final class ServerCommand extends ProcessCommand {

  ServerCommand(CommandContext commandContext) {
    super(commandContext, ProcessKind.SERVER);
  }

  @Override
  int run(ProcessOptions options) {
    ServerProcess.run(context, options, false);
    return ExitCode.OK;
  }
}
