// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the campaign. */
@Command(
    name = "campaign",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    description =
        "Attacks real processes of Baton with faults, or a server with requests, and checks what"
            + " happened. Without a command: run.",
    subcommands = {RunCommand.class, FuzzCommand.class, FaultsCommand.class})
final class Campaign {

  private Campaign() {}

  public static void main(String[] arguments) {
    // Without a command, a run.
    boolean isRun =
        arguments.length == 0
            || (arguments[0].startsWith("-") && !arguments[0].matches("-h|--help|-V|--version"));
    String[] all = arguments;
    if (isRun) {
      all = new String[arguments.length + 1];
      all[0] = "run";
      System.arraycopy(arguments, 0, all, 1, arguments.length);
    }
    System.exit(line().execute(all));
  }

  static CommandLine line() {
    CommandLine line = new CommandLine(new Campaign());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }
}
