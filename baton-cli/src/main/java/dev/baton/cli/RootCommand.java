// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import dev.baton.launch.BatonVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code baton} without a subcommand: shows the help. */
@Command(
    name = "baton",
    versionProvider = RootCommand.VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Baton: a durable, distributed job engine.%n",
    footer = {
      "  baton demo                                 see it work, in a minute",
      "  baton up                                   start everything on this machine",
      "  baton post run_command --wait -- ls -l     run a command as a job",
      "  baton job list --filter \"state='FAILED'\"   see what went wrong",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong use, 3 not found, 4 forbidden, 5 conflict,",
      "6 unavailable, 7 the job was cancelled, 8 not final in time (docs/cli.md)."
    })
final class RootCommand extends BatonCommand {
  @Mixin SharedOptions.ClientOptions client = new SharedOptions.ClientOptions();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit")
  boolean version;

  RootCommand(CommandContext commandContext) {
    super(commandContext);
  }

  /** Reads the version only when the user requests it. */
  static final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"baton " + BatonVersion.current()};
    }
  }
}
