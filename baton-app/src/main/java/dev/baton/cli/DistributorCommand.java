// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.SettingKey;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.process.ProcessOptions;
import dev.baton.process.WorkerProcess;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** The command {@code baton distributor}. */
@Command(
    name = "distributor",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton distributor --store jdbc:postgresql://db/baton --store-user baton",
      "  BATON_API_KEY=… BATON_API_SECRET=… baton distributor --endpoint https://baton.example.org",
      "",
      "Several distributors may run: one is elected for each distribution, and another takes over",
      "when it stops.",
      "Exit codes: 0 stopped, 1 login refused, 2 wrong use or unexpected error, 6 unavailable."
    })
final class DistributorCommand extends ProcessCommand {

  private static final List<SettingKey> NOT_OF_DISTRIBUTORS =
      List.of(
          SettingKey.THREADS,
          SettingKey.GRACE,
          SettingKey.MAX_TAKEOVERS,
          SettingKey.JOB_ID,
          SettingKey.QUOTA_JOBS_PER_OWNER);

  private static final List<SettingKey> KEYS =
      Stream.concat(
              ExecutorCommand.KEYS.stream()
                  .filter(settingKey -> !NOT_OF_DISTRIBUTORS.contains(settingKey)),
              Stream.of(SettingKey.DISTRIBUTION_INTERVAL, SettingKey.DISTRIBUTION_EXCLUDE))
          .toList();

  DistributorCommand(CommandContext commandContext) {
    super(commandContext, KEYS);
  }

  @Override
  int run(ProcessOptions options) {
    WorkerProcess.runDistributor(context, options);
    return ExitCode.OK;
  }
}
