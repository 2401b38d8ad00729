// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import dev.baton.access.Caller;
import dev.baton.desk.JobDesk;
import dev.baton.desk.JobRequest;
import dev.baton.election.Term;
import dev.baton.error.ConflictException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.Jobs;
import dev.baton.job.Posted;
import dev.baton.plugin.Duty;
import dev.baton.plugin.JobSource;
import dev.baton.plugin.Overlap;
import dev.baton.plugin.Upkeep;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.Interrupts;
import dev.baton.service.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass of a distribution that this process leads: does what is due, by posting jobs or by its
 * own upkeep, and writes down how far it is. All jobs of one time are posted at once, under ids
 * made of the time, so that posting again what a leader before had posted, but not written down,
 * changes nothing.
 */
final class RunDistribution implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(RunDistribution.class);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(200), Duration.ofSeconds(10));
  private static final int MAX_ERROR = 1_000;

  /** The term ended, or cannot be confirmed. */
  private static final class TermOver extends RuntimeException {
    TermOver() {
      super("the term is over", null, false, false);
    }
  }

  private final Office office;
  private final Term term;
  private final DistributionStore store;
  private final JobDesk desk;
  private final Clock clock;
  private final Outage outage;
  private final Runnable onEnd;

  RunDistribution(
      Office office,
      Term term,
      DistributionStore store,
      JobDesk desk,
      Clock clock,
      Outage outage,
      Runnable onEnd) {
    this.office = office;
    this.term = term;
    this.store = store;
    this.desk = desk;
    this.clock = clock;
    this.outage = outage;
    this.onEnd = onEnd;
  }

  @Override
  public void run() {
    try {
      runDue();
      office.worked();
      outage.worked("run distribution " + office.name());
    } catch (UnavailableException e) {
      outage.failed("run distribution " + office.name(), e);
      again();
    } catch (TermOver | LostClaimException e) {
      LOG.debug("distribution={} is led by another now", office.name(), e);
      again();
    } catch (RuntimeException | Error e) {
      LOG.error("distribution={} could not be run, it is tried again", office.name(), e);
      again();
    } finally {
      office.end();
      onEnd.run();
    }
  }

  private void again() {
    office.wakeAt(clock.now().plus(BACKOFF.after(office.failed())));
  }

  private void runDue() {
    boolean begins = office.state(term) == null;
    DistributionState state = known();
    Instant next = state.nextTime();
    if (begins
        && next != null
        && next.isAfter(clock.now())
        && office.distribution().duty() instanceof Upkeep) {
      // What a leader before left undone, or a restart undid, does not wait for the next time.
      state = runTime(clock.now(), next);
    }
    if (next == null) {
      office.wakeAt(Instant.MAX);
      return;
    }
    Timetable.Due due = Timetable.due(office.distribution(), next, clock.now());
    List<Instant> times = due.times();
    for (int i = 0; i < times.size(); i++) {
      Instant following = i + 1 < times.size() ? times.get(i + 1) : due.next();
      state = runTime(times.get(i), following);
    }
    if (times.isEmpty() && !next.equals(due.next())) {
      LOG.info("distribution={} skips missed times from {} on", office.name(), next);
      state = save(next(state, due.next()));
    }
    Instant then = state.nextTime();
    office.wakeAt(then == null ? Instant.MAX : then);
  }

  /** The state as it is known or stored; written first when it is new or the schedule changed. */
  private DistributionState known() {
    DistributionState known = office.state(term);
    if (known != null) {
      return known;
    }
    String name = office.name();
    DistributionState stored =
        store.all().stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
    String schedule = office.distribution().schedule().text();
    if (stored != null && stored.schedule().equals(schedule)) {
      office.state(stored, term);
      return stored;
    }
    // Written before anything is posted: who leads next must find the same first time.
    Instant first = Timetable.first(office.distribution().schedule(), stored, clock.now());
    return save(
        stored == null
            ? new DistributionState(name, schedule, null, first, 0, null, term.contender())
            : next(stored, first));
  }

  private DistributionState runTime(Instant time, @Nullable Instant following) {
    int done = 0;
    String error = null;
    try {
      done = fulfil(office.distribution().duty(), time);
    } catch (UnavailableException | TermOver e) {
      throw e;
    } catch (InterruptedException e) {
      if (office.isInterrupted()) {
        error = "interrupted: it took too long, or the distributor stops";
      } else {
        LOG.warn("distribution={} was interrupted by its own code for {}", office.name(), time, e);
        error = "InterruptedException: " + e.getMessage();
      }
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      LOG.warn("distribution={} failed for {}, it goes on", office.name(), time, e);
      error = e.getClass().getSimpleName() + ": " + e.getMessage();
    }
    return save(
        new DistributionState(
            office.name(),
            office.distribution().schedule().text(),
            time,
            following,
            done,
            error == null || error.length() <= MAX_ERROR ? error : error.substring(0, MAX_ERROR),
            term.contender()));
  }

  private int fulfil(Duty duty, Instant time) throws Exception {
    checkTerm();
    try {
      return done(duty, time);
    } finally {
      // What the plugin's code leaves would disturb the write that follows.
      Interrupts.dropForeign(office::isInterrupted);
    }
  }

  private int done(Duty duty, Instant time) throws Exception {
    return switch (duty) {
      case JobSource source -> {
        int posted = post(source, time);
        if (posted > 0) {
          LOG.info("distribution={} posted jobs={} for {}", office.name(), posted, time);
        }
        yield posted;
      }
      case Upkeep upkeep -> {
        int changed = Math.clamp(upkeep.run(), 0, Integer.MAX_VALUE);
        if (changed > 0) {
          LOG.info("distribution={} changed things={}", office.name(), changed);
        }
        yield changed;
      }
    };
  }

  private int post(JobSource source, Instant time) throws Exception {
    Jobs jobs = desk.as(Caller.internal());
    if (office.distribution().overlap() == Overlap.SKIP && isUnderWay(jobs)) {
      LOG.debug("distribution={} skips {}: a job is not final", office.name(), time);
      return 0;
    }
    List<JobRequest> requests = requests(jobs(source, time, jobs), time);
    if (requests.isEmpty()) {
      return 0;
    }
    checkTerm();
    try {
      return (int) desk.post(Caller.internal(), requests).stream().filter(Posted::isNew).count();
    } catch (ConflictException e) {
      LOG.debug("distribution={} had posted for {} before", office.name(), time, e);
      return requests.size();
    }
  }

  private List<JobSpec> jobs(JobSource source, Instant time, Jobs jobs) throws Exception {
    List<JobSpec> specs = source.jobs(time, jobs);
    if (Interrupts.dropForeign(office::isInterrupted)) {
      throw new InterruptedException("the source returned with the interrupt flag set");
    }
    return specs;
  }

  private List<JobRequest> requests(List<JobSpec> specs, Instant time) {
    List<JobRequest> requests = new ArrayList<>(specs.size());
    for (JobSpec spec : specs) {
      String name = "distribution/" + office.name() + "/" + time + "/" + requests.size();
      requests.add(JobRequest.named(JobId.named(name), spec).postedBy(office.name()));
    }
    return requests;
  }

  private boolean isUnderWay(Jobs jobs) {
    Filter own =
        new Filter.Equal(
            Filter.Path.of("origin", "distribution"), new Filter.Value.Text(office.name()));
    Filter alive =
        new Filter.In(
            Filter.Path.of("state"),
            List.of(
                new Filter.Value.Text(JobState.QUEUED.name()),
                new Filter.Value.Text(JobState.RUNNING.name())));
    return jobs.search(JobQuery.of(new Filter.All(List.of(own, alive)), 0)).count() > 0;
  }

  private DistributionState next(DistributionState state, @Nullable Instant next) {
    return new DistributionState(
        state.name(),
        office.distribution().schedule().text(),
        state.lastTime(),
        next,
        state.lastPosted(),
        state.lastError(),
        term.contender());
  }

  private DistributionState save(DistributionState state) {
    checkTerm();
    store.save(state, term);
    office.state(state, term);
    return state;
  }

  private void checkTerm() {
    Term held = office.trustedTerm();
    if (held == null || held.token() != term.token()) {
      throw new TermOver();
    }
  }
}
