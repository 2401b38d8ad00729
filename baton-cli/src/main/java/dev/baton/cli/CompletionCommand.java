// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** The command {@code baton completion}: prints a completion script for bash and zsh. */
@Command(
    footer = {
      "  source <(baton completion)                        for this bash or zsh",
      "  baton completion > /etc/bash_completion.d/baton   for all users of bash"
    })
final class CompletionCommand extends BatonCommand {

  CompletionCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public Integer call() {
    context.out().print(AutoComplete.bash("baton", spec.root().commandLine()));
    context.out().flush();
    return ExitCode.OK;
  }
}
