// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.bench.embedded.EmbeddedCommand;
import dev.baton.bench.peers.PeersCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the measurements. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures Baton on this machine. Compare ratios, not figures of two machines.",
    subcommands = {
      ThroughputCommand.class,
      LatencyCommand.class,
      FlowsCommand.class,
      SleepersCommand.class,
      SlurmCommand.class,
      ContainersCommand.class,
      RunContainerCommand.class,
      ZooKeeperCommand.class,
      EmbeddedCommand.class,
      CommandsCommand.class,
      PeersCommand.class,
      IdleCommand.class,
      NuvlaCommand.class,
      DashboardCommand.class,
    })
final class Bench {

  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(line().execute(arguments));
  }

  static CommandLine line() {
    return new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
