// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.agent.AgentJar;
import dev.baton.campaign.fault.FaultScheduler;
import dev.baton.campaign.history.Checker;
import dev.baton.campaign.history.FinalJob;
import dev.baton.campaign.history.History;
import dev.baton.campaign.load.Load;
import dev.baton.campaign.load.Survey;
import dev.baton.campaign.plugin.EffectPlugin;
import dev.baton.campaign.stack.CleanUp;
import dev.baton.campaign.stack.EventLog;
import dev.baton.campaign.stack.Installation;
import dev.baton.campaign.stack.InstallationOptions.Store;
import dev.baton.campaign.stack.Member;
import dev.baton.campaign.stack.Program;
import dev.baton.campaign.stack.Waits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** One run: start, load, faults, healing, end, judgement. */
final class CampaignRun {

  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration PROGRESS = Duration.ofSeconds(10);
  private static final Duration LAST_SCHEDULED = Duration.ofSeconds(60);
  private static final Duration SCHEDULES_CAUGHT_UP_WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final int MAX_EXPLAINED = 200;

  private final RunOptions options;
  private final EventLog log;
  private final CleanUp cleanUp;
  private final KnownDefects knownDefects;

  /**
   * @param cleanUp undoes what the run has done to the machine
   */
  CampaignRun(RunOptions options, EventLog log, CleanUp cleanUp) {
    this.options = options;
    this.log = log;
    this.cleanUp = cleanUp;
    this.knownDefects = new KnownDefects(options.installation().store() == Store.EMBEDDED);
  }

  /** Runs it and judges what happened. */
  Report run() throws IOException {
    Random random = new Random(options.seed());
    Program program = program();
    Installation installation = new Installation(options.installation(), program, log, cleanUp);
    installation.start();
    watchEmbeddedStore(installation);
    FaultScheduler faults = new FaultScheduler(installation, options.faults(), options.aim(), log);
    cleanUp.add("faults", faults::abort);
    ExitWatch supervisor = new ExitWatch(installation, faults, cleanUp::isInterrupted, log);
    List<List<String>> clients =
        Stream.generate(() -> installation.connectClient().endpoints())
            .limit(Load.CLIENTS)
            .toList();
    try (Load load = new Load(clients, random.nextLong(), options.jobsPerSecond())) {
      load.start();
      supervise(supervisor, load, WARM_UP);
      attack(supervisor, load, faults, random.nextLong());
      return end(installation, load, faults, supervisor);
    }
  }

  private void watchEmbeddedStore(Installation installation) {
    if (options.installation().store() != Store.EMBEDDED) {
      return;
    }
    EmbeddedStoreWatch watch = EmbeddedStoreWatch.of(installation, knownDefects, log);
    Thread thread =
        Thread.ofVirtual()
            .name("embedded-store-watch")
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                watch.look(System.nanoTime());
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
              }
            });
    cleanUp.add("watch of the embedded store", thread::interrupt);
  }

  private Program program() {
    Program program = Program.ofThisProcess();
    return options.plant() == null
        ? program
        : program.with(AgentJar.plant(options.installation().folder(), options.plant()));
  }

  private void attack(ExitWatch supervisor, Load load, FaultScheduler faults, long seed) {
    try (faults) {
      faults.start(seed);
      supervise(supervisor, load, options.attack());
    }
    faults.requireHealed();
    log.say("the faults are over");
  }

  private void supervise(ExitWatch supervisor, Load load, Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    long next = System.nanoTime() + PROGRESS.toNanos();
    while (System.nanoTime() - end < 0) {
      supervisor.look();
      Waits.pause(Duration.ofMillis(500));
      if (System.nanoTime() - next > 0) {
        next += PROGRESS.toNanos();
        log.say("jobs acknowledged: " + load.records().acknowledged());
      }
    }
  }

  private Report end(
      Installation installation, Load load, FaultScheduler faults, ExitWatch supervisor)
      throws IOException {
    supervise(supervisor, load, Duration.ofSeconds(1));
    if (!load.finish(options.drain())) {
      log.say(
          "some cancels or signals were not answered within " + options.drain().toSeconds() + " s");
    }
    Survey survey = new Survey(installation.endpoints().getFirst());
    drain(supervisor, survey, options.drain());
    Instant schedulesEnd = awaitSchedules(supervisor, survey);
    installation.members().stream()
        .filter(member -> member.role() == Member.Role.DISTRIBUTOR)
        .forEach(member -> member.process().stop("TERM", Duration.ofSeconds(30)));
    drain(supervisor, survey, LAST_SCHEDULED);
    load.close();
    History.Attack attack = new History.Attack(faults.tries(), supervisor.unexplained());
    History history = history(installation, load, faults, survey, schedulesEnd, attack);
    log.say("checking " + history.jobs().size() + " jobs, " + history.entries().size() + " lines");
    List<Checker.Outcome> outcomes = knownDefects.judge(Checker.check(history));
    return new Report(
        options,
        log.elapsed(),
        load.posting(),
        faults.counts(),
        faults.failures(),
        faults.notPossible(),
        load.records(),
        history.jobs().size(),
        supervisor.explained(),
        supervisor.unexplained().size(),
        knownDefects.counts(),
        outcomes);
  }

  /** Also a job that fills the heap of its executor although the answer to its post was lost. */
  private static boolean takesMemory(FaultScheduler faults, Map<String, FinalJob> jobs) {
    return faults.counts().getOrDefault("memory", 0) > 0
        || jobs.values().stream().anyMatch(job -> job.action().equals(EffectPlugin.HOG));
  }

  /** Waits until the schedules are up to date; answers until when they were led. */
  private Instant awaitSchedules(ExitWatch supervisor, Survey survey) {
    boolean onTime =
        Waits.until(
            SCHEDULES_CAUGHT_UP_WITHIN,
            () -> {
              supervisor.look();
              try {
                return survey.areOnTime(EffectPlugin.SCHEDULES.keySet());
              } catch (IOException e) {
                log.note("the server does not answer: " + e);
                return false;
              }
            });
    log.say(onTime ? "all schedules are up to date" : "a schedule is behind");
    return Instant.now();
  }

  /** Waits until all jobs are final, or none has become final for so long. */
  private void drain(ExitWatch supervisor, Survey survey, Duration withoutProgress) {
    long end = System.nanoTime() + withoutProgress.toNanos();
    int least = Integer.MAX_VALUE;
    int before = -1;
    while (System.nanoTime() - end < 0) {
      supervisor.look();
      int open = open(survey);
      if (open == 0) {
        log.say("all jobs are final");
        return;
      }
      if (open > 0 && open < least) {
        least = open;
        end = System.nanoTime() + withoutProgress.toNanos();
      }
      if (open != before) {
        log.say(open < 0 ? "the server does not answer" : "jobs that are not final: " + open);
        before = open;
      }
      Waits.pause(Duration.ofSeconds(1));
    }
  }

  private int open(Survey survey) {
    try {
      return survey.open();
    } catch (IOException e) {
      log.note("the server does not answer: " + e);
      return -1;
    }
  }

  private History history(
      Installation installation,
      Load load,
      FaultScheduler faults,
      Survey survey,
      Instant schedulesEnd,
      History.Attack attack)
      throws IOException {
    Map<String, FinalJob> jobs = survey.jobs();
    List<String> open =
        jobs.values().stream()
            .filter(job -> !job.isFinal())
            .map(FinalJob::id)
            .limit(MAX_EXPLAINED)
            .toList();
    List<History.Why> whys = new ArrayList<>(load.records().whys());
    survey
        .explain(open)
        .forEach(why -> {
          log.say("not final: " + why);
          whys.add(why);
        });
    List<String> leftovers = new ArrayList<>();
    int postings = survey.postings();
    if (postings != open.size()) {
      leftovers.add("the board has " + postings + " postings");
    }
    Details details = Details.read(survey, installation.ledgers(), jobs);
    leftovers.addAll(installation.stopMembers());
    leftovers.addAll(Leftovers.find(installation));
    return new History(
        load.records().posts(),
        jobs,
        details.entries(),
        faults.excuses(),
        details.loggedTokens(),
        details.flows(),
        whys,
        load.records().sightings(),
        EffectPlugin.SCHEDULES,
        schedulesEnd,
        load.records().cancels(),
        load.records().wrongAnswers(),
        attack,
        leftovers,
        installation.processes(Member.Role.CIMI_EXECUTOR),
        new History.Limits(
            options.outlive(),
            Duration.ofSeconds(FaultScheduler.MAX_CLOCK_STEP_SECONDS),
            Duration.ofSeconds(5),
            options.installation().maxTakeovers().isPresent(),
            takesMemory(faults, jobs)));
  }
}
