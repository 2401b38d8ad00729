// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.agent.Plant;
import dev.baton.campaign.fault.FaultKind;
import dev.baton.campaign.fault.FaultKinds;
import dev.baton.campaign.stack.EventLog;
import dev.baton.campaign.stack.InstallationOptions;
import dev.baton.campaign.stack.InstallationOptions.Board;
import dev.baton.campaign.stack.InstallationOptions.Store;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a campaign. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    showDefaultValues = true,
    description = {
      "Starts an installation, posts jobs, injects faults, and checks what happened.",
      "Exits with 0 if every rule was kept, with 1 if not, with 2 if it could not run."
    })
final class RunCommand implements Callable<Integer> {

  /** Forms of the report. */
  enum Output {
    TABLE,
    JSON
  }

  private static final Set<String> CLOCKS = Set.of("clock", "database-clock");

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--seed", description = "Decides faults and load; random unless given.")
  private @Nullable Long seed;

  @Option(names = "--minutes", defaultValue = "5", description = "How long faults are injected.")
  private double minutes;

  @Option(names = "--store", defaultValue = "POSTGRES", description = "${COMPLETION-CANDIDATES}")
  private Store store = Store.POSTGRES;

  @Option(names = "--board", defaultValue = "SQL", description = "${COMPLETION-CANDIDATES}")
  private Board board = Board.SQL;

  @Option(
      names = "--faults",
      split = ",",
      description = "Kinds to inject; all that apply unless given. See: campaign faults")
  private List<String> faults = new ArrayList<>();

  @Option(names = "--without", split = ",", description = "Kinds not to inject.")
  private List<String> without = new ArrayList<>();

  @Option(names = "--rate", defaultValue = "12", description = "Jobs per second.")
  private double rate;

  @Option(names = "--lease", defaultValue = "PT3S", description = "Lease of executors.")
  private Duration lease = Duration.ZERO;

  @Option(
      names = "--outlive",
      defaultValue = "PT1S",
      description =
          "For how long an execution with processor time may outlive its claim. More on a busy"
              + " machine.")
  private Duration outlive = Duration.ZERO;

  @Option(
      names = "--drain",
      defaultValue = "PT5M",
      description = "For how long jobs may take to become final after the last fault.")
  private Duration drain = Duration.ZERO;

  @Option(names = "--disk", defaultValue = "1500", description = "Megabytes of the data's disk.")
  private int diskMegabytes;

  @Option(
      names = "--max-takeovers",
      description =
          "How often in a row a job may be taken over; jobs that end by it are counted. Off unless"
              + " given.")
  private @Nullable Integer maxTakeovers;

  @Option(names = "--plant", description = "Plants a defect: ${COMPLETION-CANDIDATES}")
  private @Nullable Plant plant;

  @Option(names = "--folder", description = "Folder for logs and ledgers, which is kept.")
  private @Nullable Path folder;

  @Option(names = "--output", defaultValue = "TABLE", description = "${COMPLETION-CANDIDATES}")
  private Output output = Output.TABLE;

  @Override
  public Integer call() throws IOException {
    RunOptions options = options();
    PrintStream progress = output == Output.JSON ? System.err : System.out;
    Path place = options.installation().folder();
    boolean good;
    try (EventLog log = new EventLog(place.resolve("events.log"), progress)) {
      log.say("seed " + options.seed() + ", folder " + place);
      Report report = new CampaignRun(options, log).run();
      if (output == Output.JSON) {
        report.printJson(System.out);
      } else {
        report.print(System.out);
      }
      good = report.isGood();
    }
    if (good && folder == null) {
      RunFolders.delete(place);
    }
    return good ? 0 : 1;
  }

  private RunOptions options() throws IOException {
    List<FaultKind> kinds = kinds();
    Set<String> names = kinds.stream().map(FaultKind::name).collect(Collectors.toSet());
    boolean movesClocks = CLOCKS.stream().anyMatch(names::contains);
    Path place =
        folder == null ? RunFolders.create() : Files.createDirectories(folder.toAbsolutePath());
    InstallationOptions installation =
        new InstallationOptions(
            place,
            store,
            board,
            lease,
            movesClocks,
            names.contains("partition"),
            diskMegabytes,
            maxTakeovers == null ? OptionalInt.empty() : OptionalInt.of(maxTakeovers));
    return new RunOptions(
        seed == null ? ThreadLocalRandom.current().nextInt(1, 1_000_000) : seed,
        Duration.ofMillis((long) (minutes * 60_000)),
        drain,
        rate,
        outlive,
        kinds,
        installation,
        plant);
  }

  private List<FaultKind> kinds() {
    try {
      List<FaultKind> wanted = faults.isEmpty() ? FaultKinds.all() : FaultKinds.named(faults);
      List<FaultKind> unwanted = FaultKinds.named(without);
      return wanted.stream().filter(kind -> !unwanted.contains(kind)).toList();
    } catch (IllegalArgumentException e) {
      if (spec == null) {
        throw e;
      }
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
