// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.agent.PlantedDefect;
import dev.baton.campaign.fault.FaultAim;
import dev.baton.campaign.fault.FaultKind;
import dev.baton.campaign.fault.FaultKinds;
import dev.baton.campaign.stack.CampaignLog;
import dev.baton.campaign.stack.CleanUp;
import dev.baton.campaign.stack.InstallationOptions;
import dev.baton.campaign.stack.InstallationOptions.Board;
import dev.baton.campaign.stack.InstallationOptions.Store;
import dev.baton.campaign.stack.SmallDisk;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that runs a campaign. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    showDefaultValues = true,
    description = {
      "Starts an installation, posts jobs, injects faults, and checks what happened.",
      "Exits with 0 if every rule was kept (PASSED), with 1 if not (FAILED), and with 2 if it could"
          + " not run or proves nothing (INCONCLUSIVE): no job was acknowledged, no fault"
          + " applies, a rule had nothing to check in a short run, or a planted defect was not"
          + " found. After"
          + " SIGHUP, SIGINT or SIGTERM it judges nothing and exits with 129, 130 or 143."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./campaign --minutes 2 --seed 3                        a short run; again with the same"
          + " seed",
      "  ./campaign --store mariadb --board zookeeper --minutes 40 --without disk-full",
      "  ./campaign --faults kill,freeze --minutes 5            some faults; see ./campaign faults",
      "  ./campaign --plant fencing --minutes 2                 must end with exit code 1",
      "",
      "What it needs: PostgreSQL or MariaDB installed (not for --store embedded), about ten JVMs of"
          + " 256 MB, and the memory of --disk. A run takes its --minutes, one more to start, and"
          + " ends when all jobs are final. As root it also mounts a tmpfs and makes a network"
          + " namespace and control groups, all named baton-campaign-* or bc*; without root the"
          + " faults that need these are left out. Everything is removed at the end, also after"
          + " Ctrl-C, SIGHUP or SIGTERM. A folder below /tmp stays after a run that failed; its"
          + " path is printed first. Read the data, logs and ledgers there,"
          + " events.log first.",
      "What a SIGKILL of the campaign leaves behind: processes with CAMPAIGN_RUN in their"
          + " environment, the mount, 'ip netns' bc*, and control groups baton-campaign-*."
    })
final class RunCampaignCommand implements Callable<Integer> {

  /** The formats of the report. */
  enum Output {
    TABLE,
    JSON
  }

  private static final int MIN_DISK = 200;
  private static final Set<String> CLOCKS = Set.of("clock", "database-clock");

  /**
   * Thrown when a signal requests the end of the campaign. The exit code is the exit code for that
   * signal.
   */
  private static final class InterruptedRunException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--seed",
      description = "A number that decides faults and load; random unless given, and printed.")
  private @Nullable Long seed;

  @Option(
      names = "--minutes",
      defaultValue = "5",
      description = "How long faults are injected: 0.1 to 10080.")
  private double minutes;

  @Option(
      names = "--store",
      defaultValue = "POSTGRES",
      description = "Where jobs are stored: ${COMPLETION-CANDIDATES}.")
  private Store store = Store.POSTGRES;

  @Option(
      names = "--board",
      defaultValue = "SQL",
      description =
          "Where jobs wait: in the store, or in three ZooKeeper servers; ${COMPLETION-CANDIDATES}.")
  private Board board = Board.SQL;

  @Option(
      names = "--faults",
      split = ",",
      description =
          "Kinds to inject; all that apply, except upgrade, unless given. See: ./campaign faults")
  private List<String> faults = new ArrayList<>();

  @Option(names = "--without", split = ",", description = "Kinds not to inject.")
  private List<String> without = new ArrayList<>();

  @Option(names = "--rate", defaultValue = "12", description = "Jobs per second: 0.1 to 1000.")
  private double rate;

  @Option(
      names = "--lease",
      paramLabel = "DURATION",
      defaultValue = "3s",
      description = "Lease of executors: 1s to 5m.")
  private String leaseText = "";

  @Option(
      names = "--outlive",
      paramLabel = "DURATION",
      defaultValue = "1s",
      description =
          "For how long an execution with processor time may outlive its claim: 0s to 1m. More"
              + " on a busy machine.")
  private String outliveText = "";

  @Option(
      names = "--drain",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description =
          "After the last fault: if no job becomes final for so long, the others are stuck: 1s to"
              + " 24h.")
  private String drainText = "";

  @Option(
      names = "--disk",
      defaultValue = "1500",
      description =
          "Megabytes of memory for the disk with the data: 200 to half of what is free; 0 for no"
              + " disk of its own, and then no fault disk-full.")
  private int diskMegabytes;

  @Option(
      names = "--max-takeovers",
      description =
          "How often in a row a job may be taken over: 1 to 1000; jobs that end by it are counted."
              + " Off unless given.")
  private @Nullable Integer maxTakeovers;

  @Option(
      names = "--plant",
      description =
          "Plants a defect: ${COMPLETION-CANDIDATES}. The run should then end with exit code 1; it"
              + " ends with 2 if the defect was not found. Unless --faults is given, only the"
              + " faults that reveal the defect are injected.")
  private @Nullable PlantedDefect plant;

  @Option(
      names = "--folder",
      description = "Empty or new folder for data, logs and ledgers, which is kept.")
  private @Nullable Path folder;

  @Option(
      names = "--output",
      defaultValue = "TABLE",
      description = "Format of the report on standard output: ${COMPLETION-CANDIDATES}.")
  private Output output = Output.TABLE;

  // The parsed values of the text options; set when the options are checked.
  private Duration lease = Duration.ZERO;
  private Duration outlive = Duration.ZERO;
  private Duration drain = Duration.ZERO;

  @Override
  public Integer call() throws IOException {
    OptionBounds bounds = new OptionBounds(spec);
    check(bounds);
    List<FaultKind> kinds = kinds(bounds);
    CampaignFolder place = CampaignFolder.of(folder, bounds);
    CampaignOptions options = options(kinds, place.path());
    PrintStream progress = output == Output.JSON ? System.err : System.out;
    AtomicBoolean isOver = new AtomicBoolean();
    CampaignReport campaignReport;
    try (CampaignLog log = new CampaignLog(place.path().resolve("events.log"), progress);
        CleanUp cleanUp = CleanUp.atExit(log)) {
      place.deleteUnless(isOver, cleanUp);
      log.print("seed " + options.seed() + ", folder " + place.path());
      if (plant != null) {
        log.print("planted defect: " + Judgement.word(plant) + "; the run must find it");
      }
      campaignReport = run(options, log, cleanUp, isOver);
      campaignReport.write(place.path().resolve("report.json"));
      if (output == Output.JSON) {
        campaignReport.printJson(System.out);
      } else {
        campaignReport.print(System.out);
      }
    } catch (InterruptedRunException e) {
      return CommandLine.ExitCode.USAGE;
    }
    if (campaignReport.judgement().verdict() == Judgement.Verdict.PASSED) {
      place.delete();
    }
    return campaignReport.judgement().verdict().exitCode();
  }

  private static CampaignReport run(
      CampaignOptions options, CampaignLog log, CleanUp cleanUp, AtomicBoolean isOver)
      throws IOException {
    try {
      CampaignReport campaignReport = new CampaignRun(options, log, cleanUp).run();
      if (cleanUp.isInterrupted()) {
        throw new InterruptedRunException();
      }
      return campaignReport;
    } catch (IOException | RuntimeException e) {
      // The processes are being ended, so this failure says nothing about Baton.
      if (cleanUp.isInterrupted()) {
        throw new InterruptedRunException();
      }
      throw e;
    } finally {
      isOver.set(true);
    }
  }

  private void check(OptionBounds bounds) {
    bounds.require("--minutes", minutes, 0.1, 10_080);
    bounds.require("--rate", rate, 0.1, 1_000);
    lease = bounds.duration("--lease", leaseText, "1s", "5m");
    outlive = bounds.duration("--outlive", outliveText, "0s", "1m");
    drain = bounds.duration("--drain", drainText, "1s", "24h");
    if (maxTakeovers != null) {
      bounds.require("--max-takeovers", maxTakeovers, 1, 1_000);
    }
    if (diskMegabytes != 0) {
      bounds.require("--disk", diskMegabytes, MIN_DISK, SmallDisk.maxMegabytes());
    }
  }

  private CampaignOptions options(List<FaultKind> kinds, Path place) {
    Set<String> names = kinds.stream().map(FaultKind::name).collect(Collectors.toSet());
    boolean movesClocks = CLOCKS.stream().anyMatch(names::contains);
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
    return new CampaignOptions(
        seed == null ? ThreadLocalRandom.current().nextInt(1, 1_000_000) : seed,
        Duration.ofMillis((long) (minutes * 60_000)),
        drain,
        rate,
        outlive,
        kinds,
        plant == null || !faults.isEmpty() ? FaultAim.ALL : PlantFaults.aim(plant),
        installation,
        plant);
  }

  private List<FaultKind> kinds(OptionBounds bounds) {
    List<FaultKind> kinds;
    try {
      List<FaultKind> unwanted = FaultKinds.named(without);
      kinds = wantedKinds().stream().filter(kind -> !unwanted.contains(kind)).toList();
    } catch (IllegalArgumentException e) {
      throw bounds.refusal(String.valueOf(e.getMessage()));
    }
    if (kinds.isEmpty()) {
      throw bounds.refusal("no kind of fault is left: --without names all that --faults names");
    }
    return kinds;
  }

  private List<FaultKind> wantedKinds() {
    if (!faults.isEmpty()) {
      return FaultKinds.named(faults);
    }
    return plant == null ? FaultKinds.usual() : PlantFaults.kinds(plant);
  }
}
