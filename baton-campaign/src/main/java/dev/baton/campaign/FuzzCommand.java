// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.fuzz.FuzzReport;
import dev.baton.campaign.fuzz.FuzzRun;
import dev.baton.campaign.stack.BatonProgram;
import dev.baton.campaign.stack.CampaignLog;
import dev.baton.campaign.stack.CleanUp;
import dev.baton.campaign.stack.FuzzedServer;
import dev.baton.campaign.stack.InstallationOptions.Store;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that sends mutated requests. */
@Command(
    name = "fuzz",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    showDefaultValues = true,
    description = {
      "Sends mutated requests to every operation of the API document and every call of the protocol"
          + " of executors, in several roles, to a server on which nothing runs jobs.",
      "Findings are: a 5xx other than 503, an unexpected failure of an item of a call, no answer,"
          + " an answer after more than 30 s, a change in spite of a refusal, a full heap, a leak"
          + " of threads or descriptors, a server that ends, an operation without a request.",
      "Exits with 0 if nothing was found, with 1 if something was, with 2 if it could not run."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./campaign fuzz --requests 1000000 --seed 7",
      "  ./campaign fuzz --requests 100000 --store postgres",
      "",
      "It starts two servers of 320 MB, and their databases, below /tmp, and stops them at the end."
    })
final class FuzzCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--requests",
      defaultValue = "100000",
      description = "How many requests to send: 1 to 1000000000.")
  private long requests;

  @Option(
      names = "--seed",
      description = "A number that decides the requests; random unless given, and printed.")
  private @Nullable Long seed;

  @Option(names = "--connections", defaultValue = "16", description = "How many at once: 1 to 100.")
  private int connections;

  @Option(
      names = "--store",
      defaultValue = "EMBEDDED",
      description = "Store of the servers: ${COMPLETION-CANDIDATES}.")
  private Store store = Store.EMBEDDED;

  @Option(names = "--folder", description = "Empty or new folder for data and logs, which is kept.")
  private @Nullable Path folder;

  @Option(
      names = "--output",
      defaultValue = "TABLE",
      description = "Format of the report on standard output: ${COMPLETION-CANDIDATES}.")
  private RunCampaignCommand.Output output = RunCampaignCommand.Output.TABLE;

  @Override
  public Integer call() throws IOException {
    long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1, 1_000_000) : seed;
    OptionBounds bounds = new OptionBounds(spec);
    bounds.require("--requests", (double) requests, 1, 1e9);
    bounds.require("--connections", connections, 1, 100);
    CampaignFolder place = CampaignFolder.of(folder, bounds);
    PrintStream progress = output == RunCampaignCommand.Output.JSON ? System.err : System.out;
    AtomicBoolean isOver = new AtomicBoolean();
    FuzzReport report;
    try (CampaignLog log = new CampaignLog(place.path().resolve("events.log"), progress);
        CleanUp cleanUp = CleanUp.atExit(log)) {
      place.deleteUnless(isOver, cleanUp);
      log.print("seed " + chosen + ", folder " + place.path());
      report = run(chosen, place.path(), log, cleanUp, isOver);
    }
    report.write(place.path().resolve("report.json"));
    if (output == RunCampaignCommand.Output.JSON) {
      report.printJson(System.out);
    } else {
      report.print(System.out);
    }
    if (report.isGood()) {
      place.delete();
    }
    return report.isGood() ? 0 : 1;
  }

  private FuzzReport run(
      long chosen, Path place, CampaignLog log, CleanUp cleanUp, AtomicBoolean isOver)
      throws IOException {
    BatonProgram batonProgram = BatonProgram.ofThisProcess();
    try {
      FuzzedServer target = new FuzzedServer(batonProgram, place, "target", store, cleanUp);
      FuzzedServer quiet = new FuzzedServer(batonProgram, place, "quiet", store, cleanUp);
      return new FuzzRun(target, quiet, requests, chosen, connections, log).run();
    } finally {
      isOver.set(true);
    }
  }
}
