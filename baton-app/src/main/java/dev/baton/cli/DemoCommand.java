// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.Durations;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Deadline;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code baton demo}. */
@Command(
    name = "demo",
    footerHeading = "%nWhat it does:%n",
    footer = {
      "  Starts a server and two executors as processes of their own, in a temporary folder, posts",
      "  jobs that really run commands and a few flows, kills the executor that is in the middle"
          + " of",
      "  a flow with SIGKILL, and then reads the jobs' history, the flows' logbooks and what all",
      "  left behind to see whether anything was lost or done twice.",
      "  It exits with 0 if nothing was, and leaves nothing running."
    })
final class DemoCommand extends BatonCommand {

  @Option(names = "--jobs", paramLabel = "N", description = "How many jobs (default: 300)")
  int jobs = 300;

  @Option(
      names = "--at-most",
      paramLabel = "DURATION",
      description = "Give up after this time (default: 110s)")
  String atMost = "110s";

  DemoCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() throws Exception {
    if (jobs < 20 || jobs > 100_000) {
      throw new InvalidInputException("jobs is " + jobs + "; expected 20 to 100000");
    }
    Duration limit = Durations.parse(atMost);
    Deadline end = Deadline.after(context.clock().nanos(), limit);
    try (DemoProcesses processes = DemoProcesses.inNewFolder(context)) {
      return run(processes, end);
    }
  }

  private int run(DemoProcesses processes, Deadline end) throws Exception {
    try {
      return new Demo(context, processes, end).run(jobs) ? ExitCode.OK : ExitCode.FAILED;
    } catch (UnavailableException e) {
      if (!processes.isClosed()) {
        throw e;
      }
      // Somebody pressed Ctrl-C, which ended the server first; Java's own exit code will say so.
      context.err().println("baton: the demo was interrupted and ends what it started");
      return ExitCode.FAILED;
    }
  }
}
