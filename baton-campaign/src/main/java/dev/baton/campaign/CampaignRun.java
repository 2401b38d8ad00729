// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.agent.AgentJar;
import dev.baton.campaign.fault.FaultScheduler;
import dev.baton.campaign.history.FinalJob;
import dev.baton.campaign.history.History;
import dev.baton.campaign.history.HistoryChecker;
import dev.baton.campaign.load.InstallationSurvey;
import dev.baton.campaign.load.LoadClients;
import dev.baton.campaign.plugin.EffectPlugin;
import dev.baton.campaign.stack.BatonProgram;
import dev.baton.campaign.stack.CampaignInstallation;
import dev.baton.campaign.stack.CampaignLog;
import dev.baton.campaign.stack.CleanUp;
import dev.baton.campaign.stack.InstallationOptions.Store;
import dev.baton.campaign.stack.InstalledProcess;
import dev.baton.campaign.stack.Polling;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * One campaign: starts the installation, applies load and faults, ends the faults, waits for the
 * jobs, and judges the history.
 */
final class CampaignRun {

  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration PROGRESS = Duration.ofSeconds(10);
  private static final Duration LAST_SCHEDULED = Duration.ofSeconds(60);
  private static final Duration SCHEDULES_CAUGHT_UP_WITHIN = Duration.ofSeconds(60);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);
  private static final int MAX_EXPLAINED = 200;

  private final CampaignOptions options;
  private final CampaignLog log;
  private final CleanUp cleanUp;
  private final KnownDefects knownDefects;

  /**
   * @param cleanUp undoes the changes of the campaign to the machine
   */
  CampaignRun(CampaignOptions options, CampaignLog log, CleanUp cleanUp) {
    this.options = options;
    this.log = log;
    this.cleanUp = cleanUp;
    this.knownDefects = new KnownDefects(options.installation().store() == Store.EMBEDDED);
  }

  /** Runs the campaign and judges its history. */
  CampaignReport run() throws IOException {
    Random random = new Random(options.seed());
    BatonProgram batonProgram = program();
    CampaignInstallation campaignInstallation =
        new CampaignInstallation(options.installation(), batonProgram, log, cleanUp);
    campaignInstallation.start();
    watchEmbeddedStore(campaignInstallation);
    FaultScheduler faults =
        new FaultScheduler(campaignInstallation, options.faults(), options.aim(), log);
    cleanUp.add("faults", faults::abort);
    ExitWatch supervisor = new ExitWatch(campaignInstallation, faults, cleanUp::isInterrupted, log);
    List<List<String>> clients =
        Stream.generate(() -> campaignInstallation.connectClient().endpoints())
            .limit(LoadClients.CLIENTS)
            .toList();
    try (LoadClients loadClients =
        new LoadClients(clients, random.nextLong(), options.jobsPerSecond())) {
      loadClients.start();
      supervise(supervisor, loadClients, WARM_UP);
      attack(supervisor, loadClients, faults, random.nextLong());
      return end(campaignInstallation, loadClients, faults, supervisor);
    }
  }

  private void watchEmbeddedStore(CampaignInstallation campaignInstallation) {
    if (options.installation().store() != Store.EMBEDDED) {
      return;
    }
    EmbeddedStoreWatch watch = EmbeddedStoreWatch.of(campaignInstallation, knownDefects, log);
    Thread thread =
        Thread.ofVirtual()
            .name("embedded-store-watch")
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                watch.checkOnce(System.nanoTime());
                LockSupport.parkNanos(CHECK_INTERVAL.toNanos());
              }
            });
    cleanUp.add("watch of the embedded store", thread::interrupt);
  }

  private BatonProgram program() {
    BatonProgram batonProgram = BatonProgram.ofThisProcess();
    return options.plant() == null
        ? batonProgram
        : batonProgram.with(AgentJar.plant(options.installation().folder(), options.plant()));
  }

  private void attack(
      ExitWatch supervisor, LoadClients loadClients, FaultScheduler faults, long seed) {
    try (faults) {
      faults.start(seed);
      supervise(supervisor, loadClients, options.attack());
    }
    faults.requireHealed();
    log.print("the faults are over");
  }

  private void supervise(ExitWatch supervisor, LoadClients loadClients, Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    long next = System.nanoTime() + PROGRESS.toNanos();
    while (System.nanoTime() - end < 0) {
      supervisor.checkOnce();
      Polling.pause(Duration.ofMillis(500));
      if (System.nanoTime() - next > 0) {
        next += PROGRESS.toNanos();
        log.print("jobs acknowledged: " + loadClients.records().acknowledged());
      }
    }
  }

  private CampaignReport end(
      CampaignInstallation campaignInstallation,
      LoadClients loadClients,
      FaultScheduler faults,
      ExitWatch supervisor)
      throws IOException {
    supervise(supervisor, loadClients, Duration.ofSeconds(1));
    if (!loadClients.finish(options.drain())) {
      log.print(
          "some cancels or signals were not answered within " + options.drain().toSeconds() + " s");
    }
    InstallationSurvey installationSurvey =
        new InstallationSurvey(campaignInstallation.endpoints().getFirst());
    drain(supervisor, installationSurvey, options.drain());
    Instant schedulesEnd = awaitSchedules(supervisor, installationSurvey);
    campaignInstallation.installedProcesses().stream()
        .filter(installedProcess -> installedProcess.role() == InstalledProcess.Role.DISTRIBUTOR)
        .forEach(
            installedProcess -> installedProcess.process().stop("TERM", Duration.ofSeconds(30)));
    drain(supervisor, installationSurvey, LAST_SCHEDULED);
    loadClients.close();
    History.FaultSummary faultSummary =
        new History.FaultSummary(faults.tries(), supervisor.unexplained());
    History history =
        history(
            campaignInstallation,
            loadClients,
            faults,
            installationSurvey,
            schedulesEnd,
            faultSummary);
    log.print(
        "checking "
            + history.jobs().size()
            + " jobs, "
            + history.entries().size()
            + " ledger lines");
    List<HistoryChecker.Outcome> outcomes = knownDefects.judge(HistoryChecker.check(history));
    return new CampaignReport(
        options,
        log.elapsed(),
        loadClients.posting(),
        faults.counts(),
        faults.failures(),
        faults.notPossible(),
        loadClients.records(),
        history.jobs().size(),
        supervisor.explained(),
        supervisor.unexplained().size(),
        knownDefects.counts(),
        outcomes);
  }

  /**
   * Whether the campaign took memory: by a fault, or by a job that fills the heap of its executor
   * although the answer to its post was lost.
   */
  private static boolean takesMemory(FaultScheduler faults, Map<String, FinalJob> jobs) {
    return faults.counts().getOrDefault("memory", 0) > 0
        || jobs.values().stream().anyMatch(job -> job.action().equals(EffectPlugin.FILL_MEMORY));
  }

  /** Waits until the schedules are up to date, and returns the time until which they were led. */
  private Instant awaitSchedules(ExitWatch supervisor, InstallationSurvey installationSurvey) {
    boolean onTime =
        Polling.until(
            SCHEDULES_CAUGHT_UP_WITHIN,
            () -> {
              supervisor.checkOnce();
              try {
                return installationSurvey.areOnTime(EffectPlugin.SCHEDULES.keySet());
              } catch (IOException e) {
                log.note("the server does not answer: " + e);
                return false;
              }
            });
    log.print(onTime ? "all schedules are up to date" : "a schedule is behind");
    return Instant.now();
  }

  /** Waits until all jobs are final, or until no job has become final for the given time. */
  private void drain(
      ExitWatch supervisor, InstallationSurvey installationSurvey, Duration withoutProgress) {
    long end = System.nanoTime() + withoutProgress.toNanos();
    int least = Integer.MAX_VALUE;
    int before = -1;
    while (System.nanoTime() - end < 0) {
      supervisor.checkOnce();
      int open = open(installationSurvey);
      if (open == 0) {
        log.print("all jobs are final");
        return;
      }
      if (open > 0 && open < least) {
        least = open;
        end = System.nanoTime() + withoutProgress.toNanos();
      }
      if (open != before) {
        log.print(open < 0 ? "the server does not answer" : "jobs that are not final: " + open);
        before = open;
      }
      Polling.pause(Duration.ofSeconds(1));
    }
  }

  private int open(InstallationSurvey installationSurvey) {
    try {
      return installationSurvey.open();
    } catch (IOException e) {
      log.note("the server does not answer: " + e);
      return -1;
    }
  }

  private History history(
      CampaignInstallation campaignInstallation,
      LoadClients loadClients,
      FaultScheduler faults,
      InstallationSurvey installationSurvey,
      Instant schedulesEnd,
      History.FaultSummary faultSummary)
      throws IOException {
    Map<String, FinalJob> jobs = installationSurvey.jobs();
    List<String> open =
        jobs.values().stream()
            .filter(job -> !job.isFinal())
            .map(FinalJob::id)
            .limit(MAX_EXPLAINED)
            .toList();
    List<History.Explanation> explanations = new ArrayList<>(loadClients.records().explanations());
    installationSurvey
        .explain(open)
        .forEach(explanation -> {
          log.print("not final: " + explanation);
          explanations.add(explanation);
        });
    List<String> leftovers = new ArrayList<>();
    int postings = installationSurvey.postings();
    if (postings != open.size()) {
      leftovers.add("the board has " + postings + " postings");
    }
    JobDetails jobDetails =
        JobDetails.read(installationSurvey, campaignInstallation.ledgers(), jobs);
    leftovers.addAll(campaignInstallation.stopMembers());
    leftovers.addAll(Leftovers.find(campaignInstallation));
    return new History(
        loadClients.records().posts(),
        jobs,
        jobDetails.entries(),
        faults.excuses(),
        jobDetails.loggedTokens(),
        jobDetails.flows(),
        explanations,
        loadClients.records().finalStatesSeen(),
        EffectPlugin.SCHEDULES,
        schedulesEnd,
        loadClients.records().cancels(),
        loadClients.records().wrongAnswers(),
        faultSummary,
        leftovers,
        campaignInstallation.processes(InstalledProcess.Role.CIMI_EXECUTOR),
        new History.Limits(
            options.outlive(),
            Duration.ofSeconds(FaultScheduler.MAX_CLOCK_STEP_SECONDS),
            Duration.ofSeconds(5),
            options.installation().maxTakeovers().isPresent(),
            takesMemory(faults, jobs)));
  }
}
