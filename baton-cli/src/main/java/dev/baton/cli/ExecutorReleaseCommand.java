// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.ProcessKind;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.launch.ProcessOptions;
import dev.baton.launch.WorkerProcess;
import picocli.CommandLine.Command;

/**
 * The command {@code baton executor release}: releases the claims of an executor whose process is
 * dead. The units of systemd call it.
 */
@Command(
    footer = {
      "  baton executor release --session-file /run/baton-executor/session",
      "",
      "Call it with the options of the executor, and only when its process is dead: a live",
      "executor would lose its jobs. Other executors resume them at once, not only after the lease."
    })
final class ExecutorReleaseCommand extends ProcessCommand {

  ExecutorReleaseCommand(CommandContext commandContext) {
    super(commandContext, ProcessKind.EXECUTOR);
  }

  @Override
  int run(ProcessOptions options) {
    WorkerProcess.releaseClaims(context, options);
    return ExitCode.OK;
  }
}
