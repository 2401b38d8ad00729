// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.fuzz.FuzzReport;
import dev.baton.campaign.fuzz.FuzzRun;
import dev.baton.campaign.stack.EventLog;
import dev.baton.campaign.stack.Program;
import dev.baton.campaign.stack.TargetServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends mutated requests. */
@Command(
    name = "fuzz",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    showDefaultValues = true,
    description = {
      "Sends mutated requests to every operation of the API document, in several roles.",
      "Found is: a 5xx other than 503, no answer, a change in spite of a refusal, a full heap.",
      "Exits with 0 if nothing was found, with 1 if something was, with 2 if it could not run."
    })
final class FuzzCommand implements Callable<Integer> {

  @Option(names = "--requests", defaultValue = "100000", description = "How many to send.")
  private long requests;

  @Option(names = "--seed", description = "Decides the requests; random unless given.")
  private @Nullable Long seed;

  @Option(names = "--connections", defaultValue = "8", description = "Open at once.")
  private int connections;

  @Option(names = "--folder", description = "Folder for data and logs, which is kept.")
  private @Nullable Path folder;

  @Option(names = "--output", defaultValue = "TABLE", description = "${COMPLETION-CANDIDATES}")
  private RunCommand.Output output = RunCommand.Output.TABLE;

  @Override
  public Integer call() throws IOException {
    long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1, 1_000_000) : seed;
    Path place = folder == null ? RunFolders.create() : Files.createDirectories(folder);
    PrintStream progress = output == RunCommand.Output.JSON ? System.err : System.out;
    FuzzReport report;
    try (EventLog log = new EventLog(place.resolve("events.log"), progress)) {
      log.say("seed " + chosen + ", folder " + place);
      report = run(chosen, place, log);
    }
    if (output == RunCommand.Output.JSON) {
      report.printJson(System.out);
    } else {
      report.print(System.out);
    }
    if (report.isGood() && folder == null) {
      RunFolders.delete(place);
    }
    return report.isGood() ? 0 : 1;
  }

  private FuzzReport run(long chosen, Path place, EventLog log) throws IOException {
    Program program = Program.ofThisProcess();
    try (TargetServer target = new TargetServer(program, place, "target");
        TargetServer quiet = new TargetServer(program, place, "quiet")) {
      Runtime.getRuntime().addShutdownHook(new Thread(target::close, "campaign-close"));
      Runtime.getRuntime().addShutdownHook(new Thread(quiet::close, "campaign-close"));
      return new FuzzRun(target, quiet, requests, chosen, connections, log).run();
    }
  }
}
