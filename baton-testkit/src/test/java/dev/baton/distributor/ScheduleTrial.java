// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.distributor;

import dev.baton.access.Caller;
import dev.baton.election.DistributionState;
import dev.baton.election.Term;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Distribution;
import dev.baton.plugin.JobSource;
import dev.baton.plugin.MisfirePolicy;
import dev.baton.plugin.OverlapPolicy;
import dev.baton.plugin.Schedule;
import dev.baton.service.OutageLog;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * One complete run of a distribution that fires every minute, under three leaders in a row. The
 * first leads at noon, the second from 12:04:05, the third from 12:06:05 to 12:07:05. The first two
 * leaders are disturbed at one of their steps.
 */
final class ScheduleTrial {

  /** The event that disturbs a leader. */
  enum Fault {
    /** The process dies. */
    DEATH,
    /** The store fails. The leader keeps its term and is the next leader too. */
    OUTAGE,
    /** The process stands still until the next leader has finished its turn, then it continues. */
    OVERLAP
  }

  /** A posted job: the time for which it runs, and its creation. */
  record Run(Instant time, Instant created) {}

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final String NAME = "tick";
  private static final OutageLog OUTAGE = quietOutage();
  private static final int LAST_LEADER = 2;
  private static final int LAST_TIME = 7;

  private final ManualClock clock = new ManualClock(NOON);
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final Distribution distribution;
  private final Fault fault;
  private final List<Integer> steps;
  private final List<StepCountingStores> stores = new ArrayList<>();
  private final List<Instant> undisturbed = new ArrayList<>();
  private final ContendedDistribution first;
  private List<Run> runs = List.of();

  private ScheduleTrial(
      MisfirePolicy misfirePolicy, OverlapPolicy overlapPolicy, Fault fault, List<Integer> steps) {
    this.distribution =
        new Distribution(
            NAME,
            "plugin",
            "",
            NAME,
            Schedule.every(INTERVAL),
            (JobSource) (time, jobs) -> List.of(spec(time), spec(time)),
            misfirePolicy,
            overlapPolicy);
    this.fault = fault;
    this.steps = steps;
    this.first = new ContendedDistribution(distribution, clock);
  }

  /**
   * Returns an outage log that is already in an outage, so that the thousands of outages of the
   * trials are not logged.
   */
  private static OutageLog quietOutage() {
    OutageLog outageLog = new OutageLog("leaders of trials");
    outageLog.callFailed(
        "run without disturbance", new UnavailableException("the test disturbs the leaders"));
    return outageLog;
  }

  private static JobSpec spec(Instant time) {
    return JobSpec.builder("noop").name(time.toString()).build();
  }

  /** Runs a trial. The steps at which the first two leaders are disturbed count from 0. */
  static ScheduleTrial run(
      MisfirePolicy misfirePolicy,
      OverlapPolicy overlapPolicy,
      Fault fault,
      int first,
      int second) {
    ScheduleTrial trial =
        new ScheduleTrial(misfirePolicy, overlapPolicy, fault, List.of(first, second, -1));
    trial.begin();
    trial.lead(0);
    trial.runs = trial.read();
    return trial;
  }

  /**
   * Stores the first time of the distribution, so that the time is known whatever happens to the
   * first leader.
   */
  private void begin() {
    Term term = term("founder", Duration.ofSeconds(1));
    String schedule = distribution.schedule().text();
    backend
        .distributions()
        .save(new DistributionState(NAME, schedule, null, NOON, 0, null, "founder", 0, null), term);
    backend.election().resign(term);
  }

  /** Runs the turn of this leader and of all later leaders. */
  private void lead(int number) {
    if (stores.size() > number) {
      // The previous leader was overtaken, and this turn already ran during the turn of that
      // leader.
      return;
    }
    endJobs();
    StepCountingStores own =
        new StepCountingStores(
            backend.jobs(), backend.distributions(), steps.get(number), () -> disturb(number));
    stores.add(own);
    ContendedDistribution contendedDistribution =
        fault == Fault.OUTAGE ? first : new ContendedDistribution(distribution, clock);
    turn(number, contendedDistribution, own);
    if (number < LAST_LEADER) {
      advance(number);
      lead(number + 1);
    } else {
      clock.advance(INTERVAL);
      endJobs();
      turn(number, contendedDistribution, own);
    }
  }

  private void disturb(int number) {
    switch (fault) {
      // A dead leader starts no other pass.
      case DEATH, OUTAGE -> throw new UnavailableException("the store does not answer");
      case OVERLAP -> {
        advance(number);
        lead(number + 1);
      }
    }
  }

  private void advance(int number) {
    if (stores.size() == number + 1) {
      clock.advance(number == 0 ? Duration.ofSeconds(245) : Duration.ofSeconds(120));
    }
  }

  /** Lets the leader run passes until nothing is due. */
  private void turn(
      int number, ContendedDistribution contendedDistribution, StepCountingStores own) {
    // Long enough to outlive an outage, or short enough to expire before the next leader.
    Duration lease = fault == Fault.OUTAGE ? Duration.ofHours(1) : Duration.ofSeconds(10);
    String contender = "leader-" + (fault == Fault.OUTAGE ? 0 : number);
    boolean wasHit = own.hasHappened();
    contendedDistribution.termChanged(term(contender, lease));
    JobService jobService = new JobService(own.jobs(), (spec, caller) -> spec, clock);
    while (!contendedDistribution.wakeAt().isAfter(clock.now())) {
      Term term = contendedDistribution.trustedTerm();
      if (term == null) {
        return;
      }
      new RunDistribution(
              contendedDistribution, term, own.distributions(), jobService, clock, OUTAGE, () -> {})
          .run();
    }
    if (own.hasHappened() == wasHit) {
      undisturbed.add(clock.now());
    }
  }

  private Term term(String contender, Duration lease) {
    return backend.election().contend(List.of(NAME), contender, lease).getFirst();
  }

  private Jobs jobs() {
    return new JobService(backend.jobs(), (spec, caller) -> spec, clock)
        .forCaller(Caller.internal());
  }

  private List<Job> stored() {
    return jobs().search(JobQuery.of(Filter.EVERYTHING, 10_000)).jobs();
  }

  /** Cancels all unfinished jobs, so that no earlier job still runs. */
  private void endJobs() {
    stored().stream().filter(job -> !job.state().isFinal()).forEach(job -> jobs().cancel(job.id()));
  }

  /**
   * Returns the first of the two jobs of each time. A time that was posted twice is returned twice.
   */
  private List<Run> read() {
    List<Run> all =
        stored().stream()
            .map(job ->
                new Run(Instant.parse(Objects.requireNonNull(job.spec().name())), job.created()))
            .sorted(Comparator.comparing(Run::time).thenComparing(Run::created))
            .toList();
    List<Run> firsts = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 2) {
      firsts.add(all.get(i));
    }
    return firsts;
  }

  /** Returns the runs, sorted by time. */
  List<Run> runs() {
    return runs;
  }

  List<Instant> times() {
    return runs.stream().map(Run::time).toList();
  }

  /** Returns all times at which the distribution was due. */
  List<Instant> due() {
    List<Instant> due = new ArrayList<>();
    for (int i = 0; i <= LAST_TIME; i++) {
      due.add(NOON.plus(INTERVAL.multipliedBy(i)));
    }
    return due;
  }

  /** Returns, for each undisturbed turn, the last time that had passed at its end. */
  List<Instant> passedInUndisturbedTurns() {
    return due().stream()
        .filter(time ->
            undisturbed.stream()
                .anyMatch(end -> !time.isAfter(end) && time.plus(INTERVAL).isAfter(end)))
        .toList();
  }

  /** Whether this leader (0 or 1) was disturbed. */
  boolean hasHit(int number) {
    return stores.get(number).hasHappened();
  }

  @Override
  public String toString() {
    return "%s, %s at steps %s".formatted(distribution.misfire(), fault, steps);
  }
}
