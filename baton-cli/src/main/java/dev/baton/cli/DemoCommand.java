// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import dev.baton.demo.Demo;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code baton demo}: shows that jobs survive the death of an executor. */
@Command(
    footerHeading = "%nWhat it does:%n",
    footer = {
      "  Starts a server and two executors as processes of their own, in a temporary folder, posts",
      "  jobs that really run commands and a few flows, kills the executor that is in the middle"
          + " of",
      "  a flow with SIGKILL, and then reads the jobs' history, the flows' logbooks and the files",
      "  that the jobs wrote, to see whether anything was lost or done twice.",
      "  It stops all processes that it started; with --keep, only when you press Ctrl-C.",
      "",
      "Exit codes: 0 nothing was lost or done twice; 1 something was; 8 there was not enough time.",
      "",
      "Examples:",
      "  baton demo                       300 jobs and four flows, about a minute",
      "  baton demo --jobs 1000           more jobs",
      "  baton demo --keep                then look at the jobs in the dashboard",
      "  baton demo --at-most 10m         on a machine that is busy with other work"
    })
final class DemoCommand extends BatonCommand {

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many jobs, 20 to 100000 (default: 300)")
  int jobs = 300;

  @Option(
      names = "--at-most",
      paramLabel = "DURATION",
      description = "How long the jobs may take (default: 110s, and longer on a busy machine)")
  @Nullable String atMost;

  @Option(
      names = "--keep",
      description = "Leaves the server up at the end and prints the address of its dashboard")
  boolean keep;

  DemoCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  public Integer call() throws Exception {
    if (jobs < 20 || jobs > 100_000) {
      throw new InvalidInputException("jobs is " + jobs + "; expected 20 to 100000");
    }
    Duration limit = atMost == null ? null : Durations.parse("--at-most", atMost);
    return Demo.run(context, Main.class.getName(), jobs, limit, keep);
  }
}
