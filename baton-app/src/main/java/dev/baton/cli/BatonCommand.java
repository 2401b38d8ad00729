// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands have in common; called without a subcommand, it shows its help. */
abstract class BatonCommand implements Callable<Integer> {
  // Replaced by picocli with the real one.
  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin SharedOptions.CommonOptions common = new SharedOptions.CommonOptions();

  final CommandContext context;

  BatonCommand(CommandContext commandContext) {
    this.context = commandContext;
  }

  @Override
  public Integer call() throws Exception {
    spec.commandLine().usage(context.err());
    return ExitCode.USAGE;
  }
}
