// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.Key;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code baton distributor}. */
@Command(
    name = "distributor",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton distributor --store jdbc:postgresql://db/baton --store-user baton",
      "  BATON_API_KEY=… BATON_API_SECRET=… baton distributor --endpoint https://baton.example.org",
      "",
      "Several may run: for each distribution one is elected, and another takes over.",
      "Exit codes: 0 stopped, 1 login refused, 2 wrong use or unexpected error, 6 unavailable."
    })
final class DistributorCommand extends ProcessCommand {

  private static final List<Key> NOT_OF_DISTRIBUTORS =
      List.of(Key.THREADS, Key.GRACE, Key.MAX_TAKEOVERS, Key.JOB_ID, Key.QUOTA_JOBS_PER_OWNER);

  private static final List<Key> KEYS =
      Stream.concat(
              ExecutorCommand.KEYS.stream().filter(key -> !NOT_OF_DISTRIBUTORS.contains(key)),
              Stream.of(Key.DISTRIBUTION_INTERVAL, Key.DISTRIBUTION_EXCLUDE))
          .toList();

  DistributorCommand(Context context) {
    super(context, KEYS);
  }

  @Override
  int run(ProcessOptions options) {
    WorkerProcess.runDistributor(this, options);
    return ExitCode.OK;
  }
}
