// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The superclass of all commands. A command that is called without its subcommand shows its help.
 */
abstract class BatonCommand implements Callable<Integer> {
  // Picocli replaces this value by the real specification.
  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin SharedOptions.CommonOptions common = new SharedOptions.CommonOptions();

  final CommandContext context;

  BatonCommand(CommandContext commandContext) {
    this.context = commandContext;
  }

  /**
   * Adds to the command what its annotations cannot express, for example a flag for each setting.
   * Called before the arguments are parsed.
   */
  void customise(CommandSpec spec) {}

  @Override
  public Integer call() throws Exception {
    spec.commandLine().usage(context.err());
    return ExitCode.USAGE;
  }

  /** Prints a line of the result of the command to standard output. */
  final void print(String line) {
    context.out().println(line);
  }
}
