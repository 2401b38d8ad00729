// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import dev.baton.desk.JobDesk;
import dev.baton.election.Term;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.plugin.Distribution;
import dev.baton.plugin.Duty;
import dev.baton.plugin.JobSource;
import dev.baton.plugin.Misfire;
import dev.baton.plugin.Upkeep;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.Interrupts;
import dev.baton.service.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass of a distribution that this process leads: does what is due, by posting jobs or by its
 * own upkeep, and writes down how far it is. A leader before may have posted for a time and not
 * written it down: then the post is refused, and what stands in the store decides which time
 * follows ({@link TimeOutcome#until}). So no time is posted twice, and none is left out.
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

  /**
   * The distributor ended the pass, and with it the run of a time: that time is still to be run.
   */
  private static final class PassInterrupted extends RuntimeException {
    private static final long serialVersionUID = 1;

    PassInterrupted(Throwable cause) {
      super("the pass was interrupted: it took too long, or the distributor stops", cause);
    }
  }

  /** What came of one time. */
  private record Run(Instant time, TimeOutcome outcome, @Nullable String error) {}

  private final Office office;
  private final Term term;
  private final DistributionStore store;
  private final PostScheduledJobs posts;
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
    this.posts = new PostScheduledJobs(office, desk, this::checkTerm);
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
    } catch (PassInterrupted e) {
      LOG.info(
          "distribution={} is run again by its next leader: {}", office.name(), e.getMessage());
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
      Instant now = clock.now();
      state = save(run(now, now), next);
    }
    if (next == null) {
      office.wakeAt(Instant.MAX);
      return;
    }
    Instant now = clock.now();
    Timetable.Due due = Timetable.due(office.distribution(), next, now);
    List<Instant> times = due.times();
    for (int i = 0; i < times.size(); i++) {
      Run run = run(times.get(i), now);
      state = save(run, i + 1 < times.size() ? times.get(i + 1) : following(run, due));
    }
    if (times.isEmpty() && !next.equals(due.next())) {
      LOG.info("distribution={} skips missed times from {} on", office.name(), next);
      state = save(next(state, due.next()));
    }
    Instant then = state.nextTime();
    office.wakeAt(then == null ? Instant.MAX : then);
  }

  /**
   * The next time once a run is written down. A run for several times may have been posted before,
   * by a leader that died or whose answer was lost, for fewer or for more times than are due now.
   */
  private @Nullable Instant following(Run run, Timetable.Due due) {
    Distribution distribution = office.distribution();
    return distribution.misfire() == Misfire.RUN_ONCE
        ? Timetable.after(distribution.schedule(), run.time(), run.outcome().until())
        : due.next();
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

  /** Runs one time; answers what came of it, and the error, if there was one. */
  private Run run(Instant time, Instant now) {
    TimeOutcome outcome = new TimeOutcome(0, now);
    String error = null;
    try {
      outcome = fulfil(office.distribution().duty(), time, now);
      if (office.isNews(null)) {
        LOG.info("distribution={} works again", office.name());
      }
    } catch (UnavailableException | TermOver e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      if (office.isInterrupted()) {
        // Whatever the code throws after that, the interrupt is the reason.
        throw new PassInterrupted(e);
      }
      error = e.getClass().getSimpleName() + ": " + e.getMessage();
      if (office.isNews(error)) {
        LOG.warn(
            "distribution={} failed for {}; the distributor continues with the next time",
            office.name(),
            time,
            e);
      } else {
        LOG.debug(
            "distribution={} failed for {} with the same error as before", office.name(), time, e);
      }
    }
    return new Run(time, outcome, error);
  }

  private DistributionState save(Run run, @Nullable Instant following) {
    String error = run.error();
    return save(
        new DistributionState(
            office.name(),
            office.distribution().schedule().text(),
            run.time(),
            following,
            run.outcome().count(),
            error == null || error.length() <= MAX_ERROR ? error : error.substring(0, MAX_ERROR),
            term.contender()));
  }

  private TimeOutcome fulfil(Duty duty, Instant time, Instant now) throws Exception {
    checkTerm();
    try {
      return done(duty, time, now);
    } finally {
      // What the plugin's code leaves would disturb the write that follows.
      Interrupts.dropForeign(office::isInterrupted);
    }
  }

  private TimeOutcome done(Duty duty, Instant time, Instant now) throws Exception {
    return switch (duty) {
      case JobSource source -> {
        TimeOutcome outcome = posts.post(source, time, now);
        if (outcome.count() > 0) {
          LOG.info("distribution={} posted jobs={} for {}", office.name(), outcome.count(), time);
        }
        yield outcome;
      }
      case Upkeep upkeep -> {
        int changed = Math.clamp(upkeep.run(), 0, Integer.MAX_VALUE);
        if (changed > 0) {
          LOG.info("distribution={} changed things={}", office.name(), changed);
        }
        yield new TimeOutcome(changed, now);
      }
    };
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
